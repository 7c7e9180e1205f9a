# SPDX-License-Identifier: GPL-3.0-or-later
# The Debian package. dpkg-shlibdeps finds the libraries that the programs are linked to; what is named here besides
# is what they need without being linked to it.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
# Debian's default BLAS is ten times slower. OpenBLAS takes its place where it is installed.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libopenblas0-pthread, hicolor-icon-theme, shared-mime-info")
# Qt's own texts in Chinese; Chinese letters.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "qt6-translations-l10n, fonts-noto-cjk, desktop-file-utils")
# Reports as PDF; a window of one's own under Wayland.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "chromium | texlive-latex-extra, qt6-wayland")
