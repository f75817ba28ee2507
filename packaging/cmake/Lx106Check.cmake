# espseal_lx106_check(NAME SOURCES... [INCLUDES...] [DEFINITIONS...]): a test that compiles the sources for the ESP8266's CPU with the
# firmware's options and throws the objects away. INCLUDES are searched behind the repository's root.
# The test lx106_NAME is left out if there is no compiler (CMake variable LX106_CXX).
include_guard()

if(NOT LX106_CXX)
    message(STATUS "No xtensa-lx106-elf-g++ (package gcc-xtensa-lx106): the tests lx106_* are left out. Set LX106_CXX to use another one.")
endif()

function(espseal_lx106_check name)
    cmake_parse_arguments(arg "" "" "SOURCES;INCLUDES;DEFINITIONS" ${ARGN})
    if(NOT LX106_CXX)
        return()
    endif()
    set(sources ${arg_SOURCES})
    list(TRANSFORM sources PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ REGEX "^[^/]")
    set(options -std=c++23 -Os -mlongcalls -mtext-section-literals -fno-exceptions -fno-rtti -fno-threadsafe-statics -ffreestanding
        -Wall -Wextra -Werror -I${PROJECT_SOURCE_DIR})
    foreach(folder IN LISTS arg_INCLUDES)
        list(APPEND options -I${folder})
    endforeach()
    foreach(definition IN LISTS arg_DEFINITIONS)
        list(APPEND options -D${definition})
    endforeach()
    add_test(NAME lx106_${name} COMMAND ${CMAKE_COMMAND} "-DCXX=${LX106_CXX}" "-DOPTIONS=${options}" "-DSOURCES=${sources}"
        -P ${PROJECT_SOURCE_DIR}/packaging/cmake/Lx106Compile.cmake)
    set_tests_properties(lx106_${name} PROPERTIES LABELS lx106 TIMEOUT 240)
endfunction()
