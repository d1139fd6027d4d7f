#include <beras/layers/input_config_internal.h>

#include <beras/core/signature.h>
#include <beras/layers/batch_shape_internal.h>
#include <beras/layers/input_layer.h>

namespace beras::layers {

Config config_of_input(const InputLayer& input) {
  return Config::Map{{"batch_shape", BatchShape::write(input.batch_shape())},
                     {"dtype", dtype_name(input.dtype())},
                     {"sparse", false},
                     {"ragged", false},
                     {"name", input.name()},
                     {"optional", false}};
}

std::shared_ptr<Layer> input_from(const Config& config) {
  detail::check_keys(config, "InputLayer",
                     {"batch_shape", "dtype", "sparse", "ragged", "name", "optional"});
  for (const char* key : {"sparse", "ragged", "optional"}) {
    if (const Config* value = config.find(key))
      detail::check_fixed(*value, false, {"InputLayer", key});
  }
  const Config* given = config.find("batch_shape");
  const ConfigPlace place{"InputLayer", "batch_shape"};
  const auto shape = given ? BatchShape::read(*given, place) : std::nullopt;
  if (!shape || shape->empty()) place.refuse("a shape", given ? *given : Config());
  InputOptions options;
  if ((*shape)[0] != -1) options.batch_size = (*shape)[0];
  if (const Config* dtype = config.find("dtype"); dtype && !dtype->is_null())
    options.dtype = ConfigValue<DType>::read(*dtype, {"InputLayer", "dtype"});
  if (const Config* name = config.find("name"); name && !name->is_null())
    options.name = ConfigValue<std::string>::read(*name, {"InputLayer", "name"});
  return std::make_shared<InputLayer>(Shape(shape->begin() + 1, shape->end()), options);
}

}  // namespace beras::layers
