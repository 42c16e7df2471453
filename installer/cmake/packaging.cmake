# What gets installed, and the packages that CPack makes of it.
include(GNUInstallDirs)

set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS ${CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS})

set(desktop_id io.github.wharfinger.Wharfinger)

install(TARGETS wharfinger wharfctl docker-credential-wharfinger RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")

if(UNIX AND NOT APPLE)
    # Looked for beside the folder of its front half: see app/helper/whole_half.h.
    install(TARGETS wharfinger-credential-helper RUNTIME DESTINATION "${CMAKE_INSTALL_LIBEXECDIR}/wharfinger")

    set(resources "${CMAKE_SOURCE_DIR}/resources")
    install(FILES "${resources}/desktop/${desktop_id}.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
    install(FILES "${resources}/desktop/${desktop_id}.metainfo.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
    install(FILES "${resources}/icons/${desktop_id}.svg"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")

    # Debian wants pages and changelogs gzipped, without a date inside, so that two builds are alike.
    find_program(WHARF_GZIP gzip REQUIRED)
    set(zipped "")
    function(wharf_install_zipped source name destination)
        set(output "${CMAKE_BINARY_DIR}/packaging/${name}.gz")
        add_custom_command(OUTPUT "${output}"
            COMMAND "${CMAKE_COMMAND}" -E copy "${source}" "${CMAKE_BINARY_DIR}/packaging/${name}"
            COMMAND "${WHARF_GZIP}" -9nf "${CMAKE_BINARY_DIR}/packaging/${name}"
            DEPENDS "${source}" VERBATIM)
        install(FILES "${output}" DESTINATION "${destination}")
        set(zipped ${zipped} "${output}" PARENT_SCOPE)
    endfunction()
    file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/packaging")
    foreach(page wharfinger.1 wharfctl.1 docker-credential-wharfinger.1)
        wharf_install_zipped("${resources}/man/${page}" ${page} "${CMAKE_INSTALL_MANDIR}/man1")
    endforeach()
    set(documents "${CMAKE_INSTALL_DATADIR}/doc/wharfinger")
    wharf_install_zipped("${CMAKE_SOURCE_DIR}/installer/linux/deb/changelog" changelog "${documents}")
    install(FILES "${CMAKE_SOURCE_DIR}/installer/linux/deb/copyright" DESTINATION "${documents}")
    add_custom_target(packaging_documents ALL DEPENDS ${zipped})
endif()

set(CPACK_PACKAGE_NAME wharfinger)
set(CPACK_PACKAGE_VENDOR "The Wharfinger developers")
set(CPACK_PACKAGE_CONTACT "The Wharfinger developers <wharfinger@users.noreply.github.com>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "sign in to container registries, and stay signed in")
# Its line breaks are the package's.
set(CPACK_PACKAGE_DESCRIPTION
"Wharfinger keeps a person signed in to container registries: GitLab's first,
and every other that speaks the OCI distribution API. It proves a token, shows
what it allows and for how long, keeps it in the desktop's keychain, and gives
it to Docker, Podman and skopeo.

This package has the window (wharfinger), the command line (wharfctl) and the
credential helper (docker-credential-wharfinger).")
set(CPACK_RESOURCE_FILE_LICENSE "${CMAKE_SOURCE_DIR}/LICENSE")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_VERBATIM_VARIABLES ON)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What no program names to the linker: QtKeychain opens libsecret by itself, and QIcon reads SVGs through a plugin.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libsecret-1-0, libqt6svg6")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates, gnome-keyring | kwalletmanager | keepassxc, qt6-wayland")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "docker.io | docker-ce-cli, podman, skopeo")
include(CPack)
