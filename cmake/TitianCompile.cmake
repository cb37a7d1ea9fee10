# How every target of titian is compiled. Floating point is kept to the letter of the source: no contraction, no
# re-ordering, so that results agree between machines.
add_library(titian_compile INTERFACE)
target_compile_features(titian_compile INTERFACE c_std_11)
target_compile_definitions(titian_compile INTERFACE _GNU_SOURCE)
target_compile_options(titian_compile INTERFACE
    -ffp-contract=off
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual
    -Wwrite-strings -Wdouble-promotion
    $<$<BOOL:${TITIAN_WERROR}>:-Werror>)
if(TITIAN_SANITIZE)
    target_compile_options(titian_compile INTERFACE
        -fsanitize=${TITIAN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(titian_compile INTERFACE -fsanitize=${TITIAN_SANITIZE})
endif()

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
set(CMAKE_C_FLAGS_RELEASE "-O3 -DNDEBUG")
