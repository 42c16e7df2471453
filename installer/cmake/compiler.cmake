# What every target of Wharfinger is compiled and linked with.

add_library(wharf_compiler INTERFACE)

target_compile_definitions(wharf_compiler INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_FOREACH QT_NO_KEYWORDS
    QT_DISABLE_DEPRECATED_BEFORE=0x060400
    WHARF_VERSION="${PROJECT_VERSION}")

target_compile_options(wharf_compiler INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor
    -Woverloaded-virtual -Wcast-align -Wold-style-cast -Wformat=2 -Wextra-semi
    $<$<BOOL:${WHARF_WERROR}>:-Werror>
    -fstack-protector-strong -fstack-clash-protection)

# Control-flow protection is a thing of x86; other processors' compilers stop at the flag.
include(CheckCXXCompilerFlag)
check_cxx_compiler_flag(-fcf-protection WHARF_HAS_CF_PROTECTION)
if(WHARF_HAS_CF_PROTECTION)
    target_compile_options(wharf_compiler INTERFACE -fcf-protection)
endif()

# _FORTIFY_SOURCE needs an optimised build; the debug presets go without.
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_compile_options(wharf_compiler INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
    target_compile_definitions(wharf_compiler INTERFACE _GLIBCXX_ASSERTIONS)
endif()
target_link_options(wharf_compiler INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed)

# Coroutines need it on the compilers that still keep them behind a flag.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # Lets ccache reuse a precompiled header: without it the file's time is part of it.
    set(CMAKE_PCH_INSTANTIATE_TEMPLATES ON)
    target_compile_options(wharf_compiler INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
    find_program(WHARF_LLD NAMES ld.lld)
    if(WHARF_LLD)
        target_link_options(wharf_compiler INTERFACE -fuse-ld=lld)
    endif()
endif()

find_program(WHARF_CCACHE ccache)
if(WHARF_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${WHARF_CCACHE})
endif()
