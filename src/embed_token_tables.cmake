# The tables of exact token counts inside the program. They are published data, not sources: `./dev`
# fetches them. Those that are not there are unknown to the program, which then says so.

set(INGESTD_TOKEN_TABLES ${CMAKE_SOURCE_DIR}/build/token-tables CACHE PATH
    "The folder of o200k_base.tiktoken and cl100k_base.tiktoken, which are embedded")

# Packed (the two are 2 MB so) and taken in by the assembler, like the page.
function(ingestd_embed_token_tables target)
  add_executable(token-table ${CMAKE_SOURCE_DIR}/src/tokens/token_table_main.cpp)
  target_link_libraries(token-table PRIVATE ingestd_warnings)
  # A table that comes after the build was configured is noticed by the next build.
  file(GLOB files CONFIGURE_DEPENDS ${INGESTD_TOKEN_TABLES}/*_base.tiktoken)
  list(SORT files)
  set(folder ${CMAKE_BINARY_DIR}/token-tables)
  file(MAKE_DIRECTORY ${folder})
  set(assembly "    .section .rodata\n")
  set(symbols "")
  set(entries "")
  set(packed_files "")
  foreach(file ${files})
    cmake_path(GET file STEM name)
    if(NOT name MATCHES "^(o200k|cl100k)_base$")
      continue()
    endif()
    set(packed ${folder}/${name}.packed)
    add_custom_command(OUTPUT ${packed} COMMAND token-table ${file} ${packed} DEPENDS token-table ${file}
                       COMMENT "Packing the token table ${name}")
    list(APPEND packed_files ${packed})
    string(APPEND assembly "    .globl ingestd_${name}\n    .globl ingestd_${name}_end\n"
           "ingestd_${name}:\n    .incbin \"${packed}\"\ningestd_${name}_end:\n    .byte 0\n")
    string(APPEND symbols "extern const char ingestd_${name}[];\nextern const char ingestd_${name}_end[];\n")
    string(APPEND entries "    {\"${name}\", {ingestd_${name}, ingestd_${name}_end}},\n")
  endforeach()
  string(APPEND assembly "    .section .note.GNU-stack,\"\",%progbits\n")

  set(table "// Made from the token tables by CMake.\n#include \"token_tables.hpp\"\n\n")
  if(packed_files)
    string(APPEND table "extern \"C\" {\n${symbols}}\n\nnamespace ingestd::tokens {\n"
           "std::span<const TokenTable> token_tables() {\n    static const TokenTable tables[] = {\n${entries}    };\n"
           "    return tables;\n}\n}\n")
  else()
    string(APPEND table "namespace ingestd::tokens {\nstd::span<const TokenTable> token_tables() { return {}; }\n}\n")
  endif()
  file(CONFIGURE OUTPUT ${folder}/token_bytes.S CONTENT "@assembly@" @ONLY)
  file(CONFIGURE OUTPUT ${folder}/token_tables.cpp CONTENT "@table@" @ONLY)
  set_source_files_properties(${folder}/token_bytes.S PROPERTIES OBJECT_DEPENDS "${packed_files}")
  set_source_files_properties(${folder}/token_tables.cpp PROPERTIES INCLUDE_DIRECTORIES ${CMAKE_SOURCE_DIR}/src/tokens)
  target_sources(${target} PRIVATE ${folder}/token_bytes.S ${folder}/token_tables.cpp)
endfunction()
