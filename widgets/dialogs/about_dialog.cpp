// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/about_dialog.h"

#include "widgets/bridge/look.h"
#include "widgets/dialogs/library_versions.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFile>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace duoscope {
namespace {

constexpr int kIcon = 48;
/// Not translated: it is how others find it.
constexpr const char* kPaper =
    "H. Bai et al., Deep Unfolding Multi-modal Image Fusion Network via Attribution Analysis, "
    "IEEE Transactions on Circuits and Systems for Video Technology, 2024.";

QLabel* makeTitle(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setFont(titleFont());
    return label;
}

} // namespace

AboutDialog::AboutDialog(QWidget* parent)
    : QDialog(parent), m_summary(new QLabel(this)), m_paperTitle(makeTitle(this)), m_paper(new QLabel(kPaper, this)),
      m_copyPaper(new QPushButton(this)), m_librariesTitle(makeTitle(this)), m_libraries(new QTreeWidget(this))
{
    auto* icon = new QLabel(this);
    icon->setPixmap(QIcon(":/icons/duoscope.svg").pixmap(kIcon, kIcon));
    auto* name = makeTitle(this);
    name->setText("Duoscope " DUOSCOPE_VERSION);
    name->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_summary->setWordWrap(true);
    m_paper->setWordWrap(true);
    m_paper->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

    m_libraries->setColumnCount(3);
    m_libraries->setRootIsDecorated(false);
    m_libraries->setAlternatingRowColors(true);
    m_libraries->setFont(smallerFont(1));
    const std::vector<LibraryVersion> libraries = libraryVersions();
    for (const LibraryVersion& library : libraries)
        (new QTreeWidgetItem(m_libraries, {library.name, library.version, library.licence}))
            ->setSizeHint(2, QSize(0, sizes::kRow));
    m_libraries->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_libraries->setMinimumHeight((static_cast<int>(libraries.size()) + 1) * sizes::kRow + sizes::kPad);

    auto* names = new QVBoxLayout;
    names->addWidget(name);
    names->addWidget(m_summary);
    auto* top = new QHBoxLayout;
    top->setSpacing(2 * sizes::kPad);
    top->addWidget(icon, 0, Qt::AlignTop);
    top->addLayout(names, 1);
    auto* paper = new QHBoxLayout;
    paper->setSpacing(sizes::kPad);
    paper->addWidget(m_paper, 1);
    paper->addWidget(m_copyPaper, 0, Qt::AlignTop);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_copyPaper, &QPushButton::clicked, this, [] { QGuiApplication::clipboard()->setText(kPaper); });

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * sizes::kPad, 2 * sizes::kPad, 2 * sizes::kPad, 2 * sizes::kPad);
    layout->setSpacing(sizes::kPad);
    layout->addLayout(top);
    layout->addSpacing(sizes::kPad);
    layout->addWidget(m_paperTitle);
    layout->addLayout(paper);
    layout->addSpacing(sizes::kPad);
    layout->addWidget(m_librariesTitle);
    layout->addWidget(m_libraries, 1);
    layout->addWidget(buttons);
    retranslate();
    resize(560, sizeHint().height());
}

void AboutDialog::retranslate()
{
    setWindowTitle(tr("About Duoscope"));
    m_summary->setText(tr("A workstation for infrared and visible image fusion that shows why a fused image looks the "
                          "way it does.\nFree software under the GNU General Public License, version 3 or later "
                          "(GPL-3.0-or-later), without any warranty."));
    m_paperTitle->setText(tr("The method: UAAFusion"));
    m_copyPaper->setText(tr("Copy"));
    m_copyPaper->setAccessibleName(tr("Copy the citation"));
    m_copyPaper->setIcon(lineIcon("copy"));
    m_librariesTitle->setText(tr("Built on"));
    m_libraries->setHeaderLabels({tr("Library"), tr("Version"), tr("Licence")});
    m_libraries->setAccessibleName(tr("Libraries"));
}

void AboutDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
    QDialog::changeEvent(event);
}

} // namespace duoscope
