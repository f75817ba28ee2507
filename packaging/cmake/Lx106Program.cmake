# espseal_lx106_program(OUTPUT SOURCES... SCRIPT FILE [OPTIONS...]): the rule for a program for the ESP8266's CPU, linked by the script, in the current
# binary folder. Sources are compiled and linked at once: the link-time optimizer takes a fifth of the code away.
include_guard()
find_program(LX106_OBJCOPY xtensa-lx106-elf-objcopy)
find_program(LX106_NM xtensa-lx106-elf-nm)

function(espseal_lx106_program output)
    cmake_parse_arguments(arg "" "SCRIPT" "SOURCES;OPTIONS" ${ARGN})
    # The compiler writes no dependencies of several sources at once.
    file(GLOB headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/core/wire/*.h ${PROJECT_SOURCE_DIR}/firmware/flasher/*.h
        ${PROJECT_SOURCE_DIR}/firmware/flasher/lx106/*.h ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
    add_custom_command(OUTPUT ${output}
        COMMAND ${LX106_CXX} -std=c++23 -Os -flto -mlongcalls -mtext-section-literals -fno-exceptions -fno-rtti -fno-threadsafe-statics -ffreestanding
            -ffunction-sections -fdata-sections -Wall -Wextra -Werror -I${PROJECT_SOURCE_DIR} ${arg_OPTIONS} ${arg_SOURCES}
            -nostdlib -Wl,--gc-sections -T ${arg_SCRIPT} -lgcc -o ${output}
        DEPENDS ${arg_SOURCES} ${arg_SCRIPT} ${headers}
        VERBATIM)
endfunction()
