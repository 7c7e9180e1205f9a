// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/help/help_library.h"

#include <QTextBrowser>

namespace duoscope {

/// Shows pages of a library in the colours of the theme. Addresses are "help:/page#anchor".
class HelpBrowser : public QTextBrowser {
    Q_OBJECT
public:
    /// The library outlives it.
    explicit HelpBrowser(const HelpLibrary& library, QWidget* parent = nullptr);

    void open(const QString& page, const QString& anchor = {});
    QString page() const;
    /// The page anew, as keys, language or colours have changed; it stays where it was scrolled to.
    void refresh();
    /// Marks all occurrences of the words in the pages shown from now on; none where empty.
    void setMarked(const QString& words);

protected:
    QVariant loadResource(int type, const QUrl& name) override;
    void doSetSource(const QUrl& name, QTextDocument::ResourceType type) override;
    void changeEvent(QEvent* event) override;

private:
    void restyle();
    void mark();

    const HelpLibrary& m_library;
    QString m_marked;
};

} // namespace duoscope
