// The room of pictures.
#pragma once

#include <beras/inspect/plot_model.h>
