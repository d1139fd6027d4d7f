// What to do in the course of training: stop early, save the best, change the learning rate ...
#pragma once

#include <beras/models/callbacks/csv_logger.h>
#include <beras/models/callbacks/early_stopping.h>
#include <beras/models/callbacks/lambda_callback.h>
#include <beras/models/callbacks/learning_rate_scheduler.h>
#include <beras/models/callbacks/model_checkpoint.h>
#include <beras/models/callbacks/monitor_callback.h>
#include <beras/models/callbacks/reduce_lr_on_plateau.h>
#include <beras/models/callbacks/terminate_on_nan.h>
