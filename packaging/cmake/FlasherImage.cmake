# cmake -DELF=F -DOBJCOPY=F -DNM=F -DENTRY=SYMBOL -DOUT=F -P FlasherImage.cmake: a program for the ESP8266's RAM as C++ (core/wire/flasher_image.h).
function(address_of symbol out)
    execute_process(COMMAND ${NM} ${ELF} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
    if(NOT symbols MATCHES "([0-9a-f]+) [A-Za-z] ${symbol}\n")
        message(FATAL_ERROR "${ELF} has no ${symbol}")
    endif()
    set(${out} 0x${CMAKE_MATCH_1} PARENT_SCOPE)
endfunction()

function(bytes_of section out)
    execute_process(COMMAND ${OBJCOPY} -O binary -j .${section} ${ELF} ${OUT}.${section} COMMAND_ERROR_IS_FATAL ANY)
    file(READ ${OUT}.${section} hex HEX)
    file(REMOVE ${OUT}.${section})
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
    string(REGEX REPLACE "(................................................................................)" "\\1\n    " bytes "${bytes}")
    set(${out} "${bytes}" PARENT_SCOPE)
endfunction()

address_of(${ENTRY} entry)
address_of(flasher_text text_at)
address_of(flasher_data data_at)
bytes_of(text text)
bytes_of(data data)
file(WRITE ${OUT} "// Made by packaging/cmake/FlasherImage.cmake.
#include \"core/wire/flasher_image.h\"

namespace espseal::wire::flasher {

namespace {

constexpr uint8_t text[] = {
    ${text}
};
constexpr uint8_t data[] = {
    ${data}
};
constexpr Image image { ${entry}, { ${text_at}, { text, sizeof text } }, { ${data_at}, { data, sizeof data } } };

} // namespace

const Image &built_image()
{
    return image;
}

} // namespace espseal::wire::flasher
")
