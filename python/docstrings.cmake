# Sets `docstrings_source`: the table of docstrings, made anew whenever a public header changes.
get_target_property(public_headers beras HEADER_SET)
set(docstrings_source "${CMAKE_CURRENT_BINARY_DIR}/docstrings.cpp")
add_custom_command(
  OUTPUT "${docstrings_source}"
  COMMAND Python::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/tools/docstrings.py"
          "${docstrings_source}" ${public_headers}
  DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/tools/docstrings.py" ${public_headers}
  COMMENT "Gathering docstrings from the headers"
  VERBATIM)
