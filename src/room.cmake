# One static library a room.
#
#   ingestd_room(NAME [SEES rooms…] [USES rooms…] [LIBRARIES targets…])
#
# SEES: rooms that appear in our headers (PUBLIC); USES: only in our sources (PRIVATE).
# A room's headers are found through build/…/rooms/NAME, which holds nothing but a link to
# include/ingestd/NAME: a room that is not named here cannot be included.
# Tests stand in tests/NAME/*_test.cpp and become the program NAME_test.

add_library(ingestd_warnings INTERFACE)
target_compile_options(ingestd_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(INGESTD_WERROR)
  target_compile_options(ingestd_warnings INTERFACE -Werror)
endif()

# Flags and definitions are global, so that every room can share one precompiled header.
add_compile_definitions(
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_BEAST_SEPARATE_COMPILATION)
add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-pthread>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # ccache can hash a precompiled header only when it is told what went into it.
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
  # g++ takes Asio's own allocator of coroutine frames for a mismatch of new and delete.
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-mismatched-new-delete>)
endif()
if(INGESTD_SANITIZE)
  # Optimising instrumented code takes a compiler twice the time, and tests find nothing more in it.
  add_compile_options(-fsanitize=${INGESTD_SANITIZE} -fno-omit-frame-pointer -O${INGESTD_SANITIZE_OPTIMISE} -g1)
  add_link_options(-fsanitize=${INGESTD_SANITIZE})
  add_compile_definitions(INGESTD_SANITIZED)  # a sanitizer's run-time has needs of its own
  if(INGESTD_SANITIZE MATCHES "undefined")
    # The address sanitizer finds what these would, and they are a quarter of the compile time.
    add_compile_options(-fno-sanitize=vptr,null,alignment,object-size)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
      add_compile_options(-fno-sanitize=function)  # clang 14 cannot emit it for coroutines
    endif()
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ cannot follow values through instrumented coroutines, and says so for each.
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-maybe-uninitialized>)
    if(INGESTD_SANITIZE STREQUAL "thread")
      # g++ says at each of Asio's fences that the sanitizer does not follow them.
      add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-tsan>)
    endif()
  endif()
endif()

if(INGESTD_FUZZ)
  # What is covered is told to the fuzzer of what it is to look at alone.
  set(INGESTD_COVERED -fsanitize-coverage=inline-8bit-counters,pc-table,indirect-calls,trace-cmp)
  set(INGESTD_COVERED_ROOMS charset document formats)
endif()

set(INGESTD_PCH_SOURCE ${CMAKE_BINARY_DIR}/pch/empty.cpp)
file(CONFIGURE OUTPUT ${INGESTD_PCH_SOURCE} CONTENT "// Compiled only for its precompiled header.\n")
add_library(ingestd_pch OBJECT ${INGESTD_PCH_SOURCE})
target_link_libraries(ingestd_pch PUBLIC ingestd_warnings)
target_precompile_headers(ingestd_pch PRIVATE ${CMAKE_SOURCE_DIR}/src/precompiled.hpp)

if(INGESTD_TESTS)
  find_package(Catch2 2 REQUIRED)
  include(Catch)
  add_library(ingestd_test_pch OBJECT ${INGESTD_PCH_SOURCE})
  target_include_directories(ingestd_test_pch PUBLIC ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(ingestd_test_pch PUBLIC ingestd_warnings Catch2::Catch2)
  # Programs are compiled -fPIE and objects -fPIC, and a precompiled header fits only one of them.
  set_target_properties(ingestd_test_pch PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_precompile_headers(ingestd_test_pch PRIVATE ${CMAKE_SOURCE_DIR}/tests/support/precompiled.hpp)
  # What is tested is optimised, the tests need not be: they are half of what there is to compile.
  set(INGESTD_TEST_OPTIONS -O0)
  target_compile_options(ingestd_test_pch PRIVATE ${INGESTD_TEST_OPTIONS})
  add_library(ingestd_test_main STATIC ${CMAKE_SOURCE_DIR}/tests/support/main.cpp)
  target_link_libraries(ingestd_test_main PUBLIC Catch2::Catch2)
  target_include_directories(ingestd_test_main PUBLIC ${CMAKE_SOURCE_DIR}/tests)
endif()

function(ingestd_room name)
  cmake_parse_arguments(ROOM "" "" "SEES;USES;LIBRARIES" ${ARGN})
  set(target ingestd_${name})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp
                                      ${CMAKE_SOURCE_DIR}/src/${name}/*/*.cpp)
  # A main() is a program's, added by whoever builds that program.
  list(FILTER sources EXCLUDE REGEX "_main\\.cpp$")

  set(room_path ${CMAKE_BINARY_DIR}/rooms/${name})
  file(MAKE_DIRECTORY ${room_path}/ingestd)
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/include/ingestd/${name} ${room_path}/ingestd/${name} SYMBOLIC)

  list(TRANSFORM ROOM_SEES PREPEND ingestd_)
  list(TRANSFORM ROOM_USES PREPEND ingestd_)
  if(sources)
    add_library(${target} STATIC ${sources})
    target_include_directories(${target} PUBLIC ${room_path})
    target_link_libraries(${target} PUBLIC ${ROOM_SEES} Threads::Threads
                                    PRIVATE ingestd_warnings ${ROOM_USES} ${ROOM_LIBRARIES})
    target_precompile_headers(${target} REUSE_FROM ingestd_pch)
    if(name IN_LIST INGESTD_COVERED_ROOMS)
      target_compile_options(${target} PRIVATE ${INGESTD_COVERED})
    endif()
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE ${room_path})
    target_link_libraries(${target} INTERFACE ${ROOM_SEES} ${ROOM_USES} ${ROOM_LIBRARIES} Threads::Threads)
  endif()

  if(INGESTD_TESTS)
    file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${name}/*_test.cpp)
    if(tests)
      add_executable(${name}_test ${tests})
      target_link_libraries(${name}_test PRIVATE ${target} ${ROOM_USES} ${ROOM_LIBRARIES}
                                                 ingestd_test_main ingestd_warnings)
      set_target_properties(${name}_test PROPERTIES POSITION_INDEPENDENT_CODE OFF)
      target_precompile_headers(${name}_test REUSE_FROM ingestd_test_pch)
      target_compile_options(${name}_test PRIVATE ${INGESTD_TEST_OPTIONS})
      catch_discover_tests(${name}_test TEST_PREFIX "${name}: " DISCOVERY_MODE PRE_TEST)
    endif()
  endif()
endfunction()

# Makes src/ROOM/sql/*.sql available in "ingestd_sql/ROOM.hpp" (namespace ingestd::ROOM::sql): each
# statement as a constant named like its file, all of them as `statements`, and the files whose
# names begin with a number, in their order, as `migrations`.
function(ingestd_embed_sql name)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/sql/*.sql)
  set(header ${CMAKE_BINARY_DIR}/sql/${name}/ingestd_sql/${name}.hpp)
  set(constants "")
  set(statements "")
  set(migrations "")
  foreach(file ${files})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    get_filename_component(stem ${file} NAME_WE)
    file(READ ${file} body)
    if(stem MATCHES "^[0-9]")
      string(APPEND migrations "    R\"__sql(${body})__sql\",\n")
    else()
      string(APPEND constants "inline constexpr std::string_view ${stem} = R\"__sql(${body})__sql\";\n")
      string(APPEND statements "    {\"${stem}\", ${stem}},\n")
    endif()
  endforeach()
  set(text "// Made from src/${name}/sql by CMake.
#pragma once
#include <string_view>
namespace ingestd::${name}::sql {
${constants}
struct Statement { std::string_view name, text; };
inline constexpr Statement statements[] = {
${statements}};
inline constexpr std::string_view migrations[] = {
${migrations}};
}  // namespace ingestd::${name}::sql
")
  file(CONFIGURE OUTPUT ${header} CONTENT "@text@" @ONLY)
  target_include_directories(ingestd_${name} PRIVATE ${CMAKE_BINARY_DIR}/sql/${name})
  if(TARGET ${name}_test)
    target_include_directories(${name}_test PRIVATE ${CMAKE_BINARY_DIR}/sql/${name})
  endif()
endfunction()
