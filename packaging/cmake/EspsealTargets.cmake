# How every target of espseal is made: warnings, sanitizers, include root, Qt guards, precompiled headers.
include_guard()

add_library(espseal_options INTERFACE)
target_include_directories(espseal_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(espseal_options INTERFACE
    -Wall -Wextra $<$<COMPILE_LANGUAGE:CXX>:-Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wsuggest-override
        -Wno-missing-field-initializers> # members have initializers of their own; designated ones name what differs
    $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-sign-conversion>) # GCC's -Wconversion leaves signs alone
if(UNIX AND NOT APPLE)
    # All symbols are bound at start. Bound at first use, the linker saves the vector registers on the stack, where a key that was just copied stays.
    target_link_options(espseal_options INTERFACE -Wl,-z,relro,-z,now)
endif()
if(ESPSEAL_SANITIZE)
    target_compile_options(espseal_options INTERFACE -fsanitize=${ESPSEAL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(espseal_options INTERFACE -fsanitize=${ESPSEAL_SANITIZE})
endif()
if(ESPSEAL_FUZZ)
    target_compile_options(espseal_options INTERFACE -fsanitize=fuzzer-no-link,address,undefined)
    target_link_options(espseal_options INTERFACE -fsanitize=address,undefined)
endif()

add_library(espseal_qt_options INTERFACE)
target_link_libraries(espseal_qt_options INTERFACE espseal_options Qt6::Core)
target_compile_definitions(espseal_qt_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH
    QT_NO_KEYWORDS QT_DISABLE_DEPRECATED_UP_TO=0x060800 QT_ENABLE_STRICT_MODE_UP_TO=0x060800)

set(ESPSEAL_PCH <QtCore/QByteArray> <QtCore/QObject> <QtCore/QString> <QtCore/QList> <expected> <functional> <memory> <optional> <span> <string> <vector>)

# Two precompiled headers for everything: one each would cost more than compiling most targets. Widgets need another one, since core must not see them.
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/pch.cpp CONTENT "// Exists to have a precompiled header.\n")
set_source_files_properties(${PROJECT_BINARY_DIR}/pch.cpp PROPERTIES SKIP_LINTING ON)
add_library(espseal_pch OBJECT ${PROJECT_BINARY_DIR}/pch.cpp)
target_link_libraries(espseal_pch PRIVATE espseal_qt_options)
target_precompile_headers(espseal_pch PRIVATE ${ESPSEAL_PCH})
add_library(espseal_widgets_pch OBJECT ${PROJECT_BINARY_DIR}/pch.cpp)
target_link_libraries(espseal_widgets_pch PRIVATE espseal_qt_options Qt6::Widgets)
target_precompile_headers(espseal_widgets_pch PRIVATE ${ESPSEAL_PCH} <QtCore/QAbstractTableModel> <QtCore/QSortFilterProxyModel> <QtGui/QAction> <QtGui/QPainter>
    <QtWidgets/QAbstractItemView> <QtWidgets/QApplication> <QtWidgets/QBoxLayout> <QtWidgets/QComboBox> <QtWidgets/QLabel> <QtWidgets/QLineEdit>
    <QtWidgets/QPushButton> <QtWidgets/QStyle> <QtWidgets/QWidget>)

function(espseal_precompile name libs)
    if("Qt6::Widgets" IN_LIST libs OR "espseal_studio" IN_LIST libs)
        target_precompile_headers(${name} REUSE_FROM espseal_widgets_pch)
    else()
        target_precompile_headers(${name} REUSE_FROM espseal_pch)
    endif()
endfunction()

# espseal_library(NAME SOURCES... [LIBS ...] [QT]): a static library of one folder.
function(espseal_library name)
    cmake_parse_arguments(arg "QT" "" "SOURCES;LIBS" ${ARGN})
    add_library(${name} STATIC ${arg_SOURCES})
    if(arg_QT)
        set_target_properties(${name} PROPERTIES AUTOMOC ON)
        target_link_libraries(${name} PUBLIC espseal_qt_options ${arg_LIBS})
        espseal_precompile(${name} "${arg_LIBS}")
    else()
        target_link_libraries(${name} PUBLIC espseal_options ${arg_LIBS})
    endif()
endfunction()

# espseal_test(NAME SOURCES... LIBS ... [ENV VAR=VALUE...] [LABELS ...]): one Qt Test program, run by CTest.
# Tests see the built programs through the environment variable ESPSEAL_BIN_DIR and the fixtures through ESPSEAL_DATA_DIR.
function(espseal_test name)
    cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;LIBS;ENV;LABELS" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    target_link_libraries(${name} PRIVATE espseal_qt_options Qt6::Test ${arg_LIBS})
    target_compile_definitions(${name} PRIVATE QTEST_THROW_ON_FAIL QTEST_THROW_ON_SKIP)
    espseal_precompile(${name} "${arg_LIBS}")
    add_test(NAME ${name} COMMAND ${name})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 240)
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}"
        ENVIRONMENT "ESPSEAL_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};ESPSEAL_DATA_DIR=${PROJECT_SOURCE_DIR}/tests/data;QT_QPA_PLATFORM=offscreen;${arg_ENV}")
endfunction()
