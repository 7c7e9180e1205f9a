// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/pairs_panel.h"

#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/session.h"
#include "widgets/bridge/text.h"
#include "widgets/models/pair_delegate.h"
#include "widgets/models/pairs_model.h"
#include "widgets/panels/open_paths.h"
#include "widgets/panels/pairs_hint.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QSortFilterProxyModel>
#include <QToolButton>
#include <QTreeView>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace duoscope {
namespace {

/// As their authors write them, with the layouts' names in the core.
const std::vector<std::pair<const char*, DatasetLayout>> kLayouts{
    {"FMB", DatasetLayout::Fmb},     {"LLVIP", DatasetLayout::Llvip}, {"M3FD", DatasetLayout::M3fd},
    {"MFNet", DatasetLayout::MfNet}, {"MSRS", DatasetLayout::Msrs},   {"RoadScene", DatasetLayout::RoadScene},
    {"TNO", DatasetLayout::Tno},
};

QToolButton* makeButton(QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QStringList filesOf(const QMimeData* data)
{
    QStringList files;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile())
            files << url.toLocalFile();
    return files;
}

} // namespace

PairsPanel::PairsPanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(new PairsModel(session, this)),
      m_filtered(new QSortFilterProxyModel(this)), m_filter(new QLineEdit(this)), m_tree(new QTreeView(this)),
      m_hint(new PairsHint(this)), m_count(new QLabel(this)), m_datasetButton(makeButton(this)),
      m_openDataset(new QMenu(this))
{
    m_filtered->setFilterRole(PairsModel::NameRole);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filtered->setRecursiveFilteringEnabled(true);
    m_filtered->setAutoAcceptChildRows(true); // a group that matches is shown whole
    m_filtered->setSourceModel(m_model);
    // Connected before the view is, to hear of it first.
    connect(m_filtered, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this] { m_rowsAreGoing = true; });
    connect(m_filtered, &QAbstractItemModel::rowsRemoved, this, [this] { m_rowsAreGoing = false; });
    m_tree->setModel(m_filtered);
    connect(m_filtered, &QAbstractItemModel::rowsInserted, this, &PairsPanel::expandNewGroups);

    makeActions();
    makeLayout();
    setAcceptDrops(true);

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filtered->setFilterFixedString(text);
        showCurrentPair();
    });
    connect(m_tree, &QTreeView::collapsed, this,
            [this](const QModelIndex& group) { m_collapsed.insert(group.data(PairsModel::NameRole).toString()); });
    connect(m_tree, &QTreeView::expanded, this,
            [this](const QModelIndex& group) { m_collapsed.remove(group.data(PairsModel::NameRole).toString()); });
    // Groups have no branch to click on.
    connect(m_tree, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        if (!index.parent().isValid() && QGuiApplication::keyboardModifiers() == Qt::NoModifier)
            m_tree->setExpanded(index, !m_tree->isExpanded(index));
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &PairsPanel::takeCurrentPair);
    connect(m_tree->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PairsPanel::updateActions);
    connect(&m_session, &Session::pairAdded, this, &PairsPanel::updateCount);
    connect(&m_session, &Session::pairRemoved, this, &PairsPanel::updateCount);
    connect(&m_session, &Session::currentPairChanged, this, &PairsPanel::showCurrentPair);
    connect(m_hint, &PairsHint::openFolderWanted, m_openFolder, &QAction::trigger);
    connect(m_hint, &PairsHint::openDatasetWanted, m_openDataset->actions().constFirst(), &QAction::trigger);

    retranslate();
    expandNewGroups();
    showCurrentPair();
}

void PairsPanel::makeActions()
{
    const auto make = [this](const char* name, const QString& icon, auto function) {
        auto* action = new QAction(this);
        action->setObjectName(name);
        action->setProperty("icon-name", icon);
        connect(action, &QAction::triggered, this, function);
        return action;
    };
    m_openFiles = make("pairs-open-files", "add", [this] { chooseFiles(); });
    m_openFolder = make("pairs-open-folder", "folder", [this] {
        chooseFolder(tr("Open a folder of pairs"), [this](const QString& folder) { open({folder}); });
    });
    m_fuse = make("pairs-fuse", "fuse", [this] { fuse(selectedIds()); });
    m_fuseGroup = make("pairs-fuse-group", "batch", [this] { fuseGroup(); });
    m_remove = make("pairs-remove", "trash", [this] { removeSelected(); });
    m_showInFolder = make("pairs-show-in-folder", "folder", [this] { showInFolder(); });
    m_copyPaths = make("pairs-copy-paths", "copy", [this] { copyPaths(); });
    m_openFiles->setShortcut(QKeySequence("Ctrl+O"));
    m_openFolder->setShortcut(QKeySequence("Ctrl+Shift+O"));
    // In the list alone: elsewhere these keys mean other things.
    m_remove->setShortcut(QKeySequence::Delete);
    m_remove->setShortcutContext(Qt::WidgetWithChildrenShortcut);

    const auto makeDataset = [this](const QString& text, const std::function<void(const QString&)>& openIt) {
        QAction* action = m_openDataset->addAction(text);
        connect(action, &QAction::triggered, this, [this, openIt] { chooseFolder(tr("Open a data set"), openIt); });
    };
    makeDataset({}, [this](const QString& folder) { open({folder}); });
    m_openDataset->addSeparator();
    for (const auto& [name, layout] : kLayouts)
        makeDataset(name, [this, layout = layout](const QString& folder) {
            find(folder, [folder, layout](const JobControl& job) { return findDataset(folder, layout, job); });
        });
}

void PairsPanel::makeLayout()
{
    m_filterIcon = m_filter->addAction(lineIcon("search"), QLineEdit::LeadingPosition);
    m_filter->setClearButtonEnabled(true);

    m_tree->setItemDelegate(new PairDelegate(m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setIndentation(0);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* separator = new QAction(this);
    separator->setSeparator(true);
    m_tree->addActions({m_fuse, m_fuseGroup, separator, m_showInFolder, m_copyPaths, m_remove});

    auto* filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(sizes::kGap, sizes::kGap, sizes::kGap, sizes::kGap);
    filterRow->addWidget(m_filter);

    auto* footer = new QHBoxLayout;
    footer->setContentsMargins(sizes::kGap, sizes::kGap / 2, sizes::kGap, sizes::kGap / 2);
    footer->setSpacing(sizes::kGap);
    for (QAction* action : {m_openFiles, m_openFolder}) {
        QToolButton* button = makeButton(this);
        button->setDefaultAction(action);
        footer->addWidget(button);
    }
    m_datasetButton->setMenu(m_openDataset);
    m_datasetButton->setPopupMode(QToolButton::InstantPopup);
    footer->addWidget(m_datasetButton);
    m_count->setFont(smallerFont(2));
    m_count->setForegroundRole(QPalette::PlaceholderText);
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_count->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // it makes itself short
    footer->addWidget(m_count, 1);
    QToolButton* removeButton = makeButton(this);
    removeButton->setDefaultAction(m_remove);
    footer->addWidget(removeButton);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(filterRow);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_hint, 1);
    layout->addLayout(footer);
}

void PairsPanel::retranslate()
{
    const auto name = [](QAction* action, const QString& text, const QString& tip) {
        action->setText(text);
        action->setToolTip(tip);
        action->setIcon(lineIcon(action->property("icon-name").toString()));
    };
    name(m_openFiles, tr("Add files…"), tr("Add an infrared and a visible image, or a model"));
    name(m_openFolder, tr("Open folder…"), tr("Open all pairs of a folder"));
    name(m_fuse, tr("Fuse"), tr("Fuse the chosen pairs"));
    name(m_fuseGroup, tr("Fuse all of the group"), tr("Fuse all pairs of the groups that are chosen from"));
    name(m_remove, tr("Remove"),
         tr("Remove from this list; files stay (%1)").arg(m_remove->shortcut().toString(QKeySequence::NativeText)));
    name(m_showInFolder, tr("Show in folder"), tr("Show the folder of the visible image"));
    name(m_copyPaths, tr("Copy paths"), tr("Copy the paths of both images"));
    m_openDataset->setTitle(tr("Open data set"));
    m_openDataset->setIcon(lineIcon("dataset"));
    m_openDataset->actions().constFirst()->setText(tr("Any known layout…"));
    m_datasetButton->setIcon(lineIcon("dataset"));
    m_datasetButton->setToolTip(tr("Open a known data set"));
    m_datasetButton->setAccessibleName(tr("Open data set"));
    m_filter->setPlaceholderText(tr("Filter pairs"));
    m_filter->setAccessibleName(tr("Filter pairs"));
    m_filterIcon->setIcon(lineIcon("search"));
    m_tree->setAccessibleName(tr("Pairs"));
    m_model->retranslate();
    updateCount();
    updateActions();
}

void PairsPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
    QWidget::changeEvent(event);
}

void PairsPanel::updateActions()
{
    const bool any = m_tree->selectionModel()->hasSelection();
    for (QAction* action : {m_fuse, m_fuseGroup, m_remove, m_showInFolder, m_copyPaths})
        action->setEnabled(any);
}

void PairsPanel::updateCount()
{
    const auto& pairs = m_session.pairs();
    const QString number = countText(static_cast<qint64>(pairs.size()));
    const QString text = pairs.size() == 1 ? tr("1 pair") : tr("%1 pairs").arg(number);
    const bool fits = m_count->fontMetrics().horizontalAdvance(text) <= m_count->width();
    m_count->setText(fits ? text : number);
    m_count->setToolTip(text);
    m_hint->setVisible(
        std::all_of(pairs.begin(), pairs.end(), [](const PairEntry& pair) { return pair.group == "Samples"; }));
}

// Opening ----------------------------------------------------------------------------------------------------------

void PairsPanel::open(const QStringList& paths)
{
    Q_EMIT pathsOpened(paths);
    find(paths.value(0), [paths](const JobControl& job) { return findPaths(paths, job); });
}

void PairsPanel::find(const QString& what, const std::function<FoundPaths(const JobControl&)>& look)
{
    // Each opening is a topic of its own: a second one does not overtake the first.
    m_session.quickJobs().submit(
        QString("open %1").arg(++m_openings), tr("Looking at %1").arg(QFileInfo(what).fileName()),
        [this, look](const JobQueue::Context& job) {
            job.deliver([this, found = look(job.control)] { finishOpening(openFound(m_session, found)); });
        },
        [this](JobQueue::End end, const QString& sentence) {
            if (end == JobQueue::End::Failed) {
                OpenResult result;
                result.problems << sentence;
                Q_EMIT opened(result);
            }
        },
        true);
}

void PairsPanel::finishOpening(const OpenResult& result)
{
    if (!result.ids.empty())
        m_session.setCurrentPair(result.ids.front());
    Q_EMIT opened(result);
}

void PairsPanel::chooseFiles()
{
    auto* dialog =
        new QFileDialog(this, tr("Add images, a model or a workspace"), m_lastFolder,
                        tr("All that can be opened (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.safetensors *.duoscope)"));
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
        m_lastFolder = QFileInfo(files.value(0)).path();
        open(files);
    });
    dialog->show();
}

void PairsPanel::chooseFolder(const QString& title, const std::function<void(const QString&)>& openIt)
{
    auto* dialog = new QFileDialog(this, title, m_lastFolder);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this, openIt](const QString& folder) {
        m_lastFolder = folder;
        openIt(folder);
    });
    dialog->show();
}

void PairsPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_tree->doItemsLayout(); // rows are higher where the list is narrow
    updateCount();
}

void PairsPanel::dragEnterEvent(QDragEnterEvent* event)
{
    if (!filesOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void PairsPanel::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    open(filesOf(event->mimeData()));
}

// The list ---------------------------------------------------------------------------------------------------------

void PairsPanel::showCurrentPair()
{
    const QModelIndex index = m_filtered->mapFromSource(m_model->indexOf(m_session.currentPair()));
    if (index == m_tree->currentIndex())
        return;
    if (index.isValid()) {
        m_tree->setCurrentIndex(index);
        m_tree->scrollTo(index);
    } else {
        m_tree->selectionModel()->clear();
    }
}

void PairsPanel::takeCurrentPair(const QModelIndex& current)
{
    const int id = current.isValid() ? current.data(PairsModel::IdRole).toInt() : -1;
    if (id >= 0 && !m_rowsAreGoing)
        m_session.setCurrentPair(id);
}

void PairsPanel::expandNewGroups()
{
    for (int row = 0; row < m_filtered->rowCount(); ++row) {
        const QModelIndex group = m_filtered->index(row, 0);
        if (!m_collapsed.contains(group.data(PairsModel::NameRole).toString()))
            m_tree->expand(group);
    }
}

std::vector<int> PairsPanel::selectedIds() const
{
    std::vector<int> ids;
    for (const QModelIndex& index : m_tree->selectionModel()->selectedIndexes())
        for (const int id : m_model->idsBelow(m_filtered->mapToSource(index)))
            if (std::find(ids.begin(), ids.end(), id) == ids.end())
                ids.push_back(id);
    return ids;
}

void PairsPanel::fuse(const std::vector<int>& ids)
{
    for (const int id : ids)
        m_session.fusePair(id);
}

void PairsPanel::fuseGroup()
{
    std::vector<QModelIndex> groups;
    for (const QModelIndex& index : m_tree->selectionModel()->selectedIndexes()) {
        const QModelIndex group = index.parent().isValid() ? index.parent() : index;
        if (std::find(groups.begin(), groups.end(), group) == groups.end())
            groups.push_back(group);
    }
    for (const QModelIndex& group : groups)
        fuse(m_model->idsBelow(m_filtered->mapToSource(group)));
}

void PairsPanel::removeSelected()
{
    for (const int id : selectedIds())
        m_session.removePair(id);
}

void PairsPanel::showInFolder()
{
    QSet<QString> folders;
    for (const int id : selectedIds())
        if (const PairEntry* pair = m_session.pair(id))
            folders.insert(QFileInfo(toQString(pair->visible)).absolutePath());
    for (const QString& folder : std::as_const(folders))
        QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
}

void PairsPanel::copyPaths()
{
    QStringList paths;
    for (const int id : selectedIds())
        if (const PairEntry* pair = m_session.pair(id))
            paths << toQString(pair->infrared) << toQString(pair->visible);
    QGuiApplication::clipboard()->setText(paths.join('\n'));
}

} // namespace duoscope
