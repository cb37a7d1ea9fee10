# What `cmake --install` puts where: program, libraries, headers, and the two ways by which other projects find them.
# Everything is found relative to where it lies, so any prefix will do and a tree may be moved afterwards.
include(CMakePackageConfigHelpers)

set(TITIAN_CONFIG_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/titian")

set_target_properties(titian_analyzer PROPERTIES EXPORT_NAME analyzer)
set_target_properties(titian_reports PROPERTIES EXPORT_NAME reports)
if(BUILD_SHARED_LIBS)
    set_target_properties(titian_analyzer titian_reports PROPERTIES
        VERSION "${PROJECT_VERSION}" SOVERSION "${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}"
        INSTALL_RPATH "$ORIGIN")
    file(RELATIVE_PATH to_libraries "${CMAKE_INSTALL_FULL_BINDIR}" "${CMAKE_INSTALL_FULL_LIBDIR}")
    set_target_properties(titian PROPERTIES INSTALL_RPATH "$ORIGIN/${to_libraries}")
    if(TARGET titian-mpi)
        set_target_properties(titian-mpi PROPERTIES INSTALL_RPATH "$ORIGIN/${to_libraries}")
    endif()
endif()

install(TARGETS titian titian_analyzer titian_reports EXPORT titianTargets
    RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}"
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
if(TARGET titian-mpi)
    install(TARGETS titian-mpi RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
install(DIRECTORY analyzer/include/titian reports/include/titian DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
    FILES_MATCHING PATTERN "*.h")
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/analyzer/include/titian/version.h"
    DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/titian")
install(FILES README.md LICENSE CHANGELOG.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")

# find_package(titian)
install(EXPORT titianTargets NAMESPACE titian:: DESTINATION "${TITIAN_CONFIG_DIR}")
configure_package_config_file(cmake/titianConfig.cmake.in "${CMAKE_CURRENT_BINARY_DIR}/titianConfig.cmake"
    INSTALL_DESTINATION "${TITIAN_CONFIG_DIR}")
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/titianConfigVersion.cmake"
    VERSION "${PROJECT_VERSION}" COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/titianConfig.cmake"
    "${CMAKE_CURRENT_BINARY_DIR}/titianConfigVersion.cmake" cmake/FindCsv.cmake cmake/FindGLPK.cmake cmake/FindUnistring.cmake
    DESTINATION "${TITIAN_CONFIG_DIR}")

# pkg-config titian. A static library needs what it is built on at every link, a shared one at none.
set(TITIAN_REQUIRES "gsl libcyaml yaml-0.1 nettle libzip expat xlsxwriter jansson")
# The flag of OpenMP, not its library: only the compiler knows in which folder of its own that stands.
set(TITIAN_LIBS "-lcsv -lglpk -lunistring -lm ${OpenMP_C_FLAGS}")
if(BUILD_SHARED_LIBS)
    set(TITIAN_PC_BUILT_ON "Requires.private: ${TITIAN_REQUIRES}\nLibs.private: ${TITIAN_LIBS}")
    set(TITIAN_PC_LIBS "")
else()
    set(TITIAN_PC_BUILT_ON "Requires: ${TITIAN_REQUIRES}")
    set(TITIAN_PC_LIBS " ${TITIAN_LIBS}")
endif()
file(RELATIVE_PATH TITIAN_PC_TO_PREFIX "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
configure_file(cmake/titian.pc.in "${CMAKE_CURRENT_BINARY_DIR}/titian.pc" @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/titian.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
