# The type stubs of the package, made anew whenever the extension or one of its modules changes.
list(TRANSFORM modules PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/beras/" OUTPUT_VARIABLE sources)
set(stubs_made "${CMAKE_CURRENT_BINARY_DIR}/stubs.made")
add_custom_command(
  OUTPUT "${stubs_made}"
  COMMAND Python::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/tools/stubs.py" "${package}"
  COMMAND "${CMAKE_COMMAND}" -E touch "${stubs_made}"
  DEPENDS _engine "${CMAKE_CURRENT_SOURCE_DIR}/tools/stubs.py" ${sources}
  COMMENT "Writing the stubs of the Python package"
  VERBATIM)
add_custom_target(python_package ALL DEPENDS "${stubs_made}")
install(DIRECTORY "${package}/" DESTINATION beras COMPONENT python EXCLUDE_FROM_ALL
        FILES_MATCHING PATTERN "*.pyi" PATTERN "__pycache__" EXCLUDE)
