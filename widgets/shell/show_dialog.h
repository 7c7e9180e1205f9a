// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace duoscope {

/// Property of a widget that the help has a page on: the page's name. F1 opens that of whatever has the keyboard.
constexpr const char* kHelpPage = "helpPage";

/// Shows a dialog beside the window, which goes on; it deletes itself when closed.
/// @param page  of the help; empty: that of the window
template <class Dialog>
void showDialog(QWidget* window, Dialog* dialog, const char* page = "")
{
    if (*page)
        dialog->setProperty(kHelpPage, page);
    dialog->setParent(window, dialog->windowFlags());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

} // namespace duoscope
