# SPDX-License-Identifier: GPL-3.0-or-later
# UNTESTED: an installer for Windows, by NSIS. Never built so far; README.md beside this file says what is missing.
set(CPACK_GENERATOR NSIS)
set(CPACK_PACKAGE_INSTALL_DIRECTORY Duoscope)
set(CPACK_PACKAGE_EXECUTABLES duoscope Duoscope)
set(CPACK_NSIS_DISPLAY_NAME Duoscope)
set(CPACK_NSIS_PACKAGE_NAME Duoscope)
set(CPACK_NSIS_INSTALLED_ICON_NAME bin/duoscope.exe)
set(CPACK_NSIS_ENABLE_UNINSTALL_BEFORE_INSTALL ON)
set(CPACK_NSIS_MODIFY_PATH ON) # for duoscope-cli
# Opens workspaces by a double click.
set(CPACK_NSIS_EXTRA_INSTALL_COMMANDS "
  WriteRegStr SHCTX 'Software\\\\Classes\\\\.duoscope' '' 'Duoscope.Workspace'
  WriteRegStr SHCTX 'Software\\\\Classes\\\\Duoscope.Workspace' '' 'Duoscope workspace'
  WriteRegStr SHCTX 'Software\\\\Classes\\\\Duoscope.Workspace\\\\shell\\\\open\\\\command' '' '\\\"$INSTDIR\\\\bin\\\\duoscope.exe\\\" \\\"%1\\\"'
")
set(CPACK_NSIS_EXTRA_UNINSTALL_COMMANDS "
  DeleteRegKey SHCTX 'Software\\\\Classes\\\\.duoscope'
  DeleteRegKey SHCTX 'Software\\\\Classes\\\\Duoscope.Workspace'
")
# The libraries that the programs are linked to, Qt's plugins among them, go beside the programs.
install(CODE "
    execute_process(COMMAND windeployqt --release \"\${CMAKE_INSTALL_PREFIX}/bin/duoscope.exe\" COMMAND_ERROR_IS_FATAL ANY)
    file(GET_RUNTIME_DEPENDENCIES EXECUTABLES \"\${CMAKE_INSTALL_PREFIX}/bin/duoscope.exe\"
                                              \"\${CMAKE_INSTALL_PREFIX}/bin/duoscope-cli.exe\"
         RESOLVED_DEPENDENCIES_VAR libraries UNRESOLVED_DEPENDENCIES_VAR ignored
         PRE_EXCLUDE_REGEXES \"api-ms-\" \"ext-ms-\" POST_EXCLUDE_REGEXES \".*[Ss]ystem32.*\")
    file(INSTALL \${libraries} DESTINATION \"\${CMAKE_INSTALL_PREFIX}/bin\")
")
