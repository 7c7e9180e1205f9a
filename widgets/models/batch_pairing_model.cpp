// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/batch_pairing_model.h"

#include "core/base/error.h"
#include "core/image/source_image.h"
#include "widgets/bridge/display_range.h"
#include "widgets/bridge/image_rendering.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"

#include <QPointer>

#include <algorithm>
#include <utility>

namespace duoscope {
namespace {

constexpr int kThumbnailHeight = 40; ///< twice what is drawn, for fine screens
constexpr int kThumbnailsKept = 2000;
constexpr int kIcon = 12;
const QString kReading = QStringLiteral("batch thumbnails %1");

int severityOf(Finding finding) { return finding == Finding::Good ? 0 : finding < Finding::NoInfrared ? 1 : 2; }

Tone toneOf(Finding finding)
{
    const Tone tones[] = {Tone::Good, Tone::Warn, Tone::Error};
    return tones[severityOf(finding)];
}

QString iconOf(Finding finding)
{
    const char* const icons[] = {"check", "warning", "error"};
    return icons[severityOf(finding)];
}

/// With its folder where the file is not called as the item is: "night/infrared.png".
QString fileName(const std::filesystem::path& file, const BatchItem& item)
{
    const std::filesystem::path name = file.filename();
    return toQString(file.stem() == item.stem ? name : file.parent_path().filename() / name);
}

QString sizeText(const ImageOutline& outline)
{
    return QString::fromUtf8("%1 × %2").arg(outline.width).arg(outline.height);
}

QString keyOf(const std::filesystem::path& infrared, const std::filesystem::path& visible)
{
    return toQString(infrared) + '\n' + toQString(visible);
}

/// Null where the file can't be read, which the batch will say.
QImage readThumbnail(const std::filesystem::path& file, Modality modality)
{
    if (file.empty())
        return {};
    try {
        FusionTrace trace;
        trace.pair.infrared = loadSource(file, modality);
        const LayerPicture picture = resolveLayer(trace, {LayerKind::Infrared, -1, {}}, 0);
        return renderPicture(picture, displayRange(picture, {}), ColourMapName::Gray)
            .scaledToHeight(kThumbnailHeight, Qt::SmoothTransformation);
    } catch (const Error&) {
        return {};
    }
}

} // namespace

BatchPairingModel::BatchPairingModel(JobQueue& reader, QObject* parent)
    : QAbstractTableModel(parent), m_reader(reader), m_thumbnails(kThumbnailsKept)
{
}

void BatchPairingModel::setPlan(BatchPlan plan)
{
    beginResetModel();
    m_plan = std::move(plan);
    m_thumbnails.clear();
    QSet<QString> unchecked;
    for (const BatchItem& item : m_plan.items)
        if (const QString stem = toQString(item.stem); m_unchecked.contains(stem))
            unchecked.insert(stem);
    m_unchecked = unchecked;
    endResetModel();
    Q_EMIT checkedChanged();
}

void BatchPairingModel::matchItem(const BatchItem& item)
{
    const auto found = std::find_if(m_plan.items.begin(), m_plan.items.end(),
                                    [&](const BatchItem& other) { return other.stem == item.stem; });
    if (found == m_plan.items.end())
        return;
    *found = item;
    const int row = static_cast<int>(found - m_plan.items.begin());
    m_unchecked.remove(toQString(item.stem)); // whoever matches a pair wants it
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    for (int other = rowCount() - 1; other >= 0; --other) {
        const BatchItem& lone = this->item(other);
        if (lone.isPaired() || (lone.infrared != item.infrared && lone.visible != item.visible))
            continue;
        beginRemoveRows({}, other, other);
        m_unchecked.remove(toQString(lone.stem));
        m_plan.items.erase(m_plan.items.begin() + other);
        endRemoveRows();
    }
    Q_EMIT checkedChanged();
}

bool BatchPairingModel::isChecked(const BatchItem& item) const { return !m_unchecked.contains(toQString(item.stem)); }

BatchPlan BatchPairingModel::checkedPlan() const
{
    BatchPlan plan = m_plan;
    std::erase_if(plan.items, [this](const BatchItem& item) { return !isChecked(item); });
    return plan;
}

int BatchPairingModel::checkedCount() const { return rowCount() - static_cast<int>(m_unchecked.size()); }

void BatchPairingModel::setAllChecked(bool checked)
{
    m_unchecked.clear();
    if (!checked)
        for (const BatchItem& item : m_plan.items)
            m_unchecked.insert(toQString(item.stem));
    allChanged();
    Q_EMIT checkedChanged();
}

void BatchPairingModel::checkOnlyUsable()
{
    m_unchecked.clear();
    for (const BatchItem& item : m_plan.items)
        if (item.willFail())
            m_unchecked.insert(toQString(item.stem));
    allChanged();
    Q_EMIT checkedChanged();
}

void BatchPairingModel::setLocked(bool locked)
{
    if (locked == m_locked)
        return;
    m_locked = locked;
    allChanged();
}

void BatchPairingModel::retranslate()
{
    allChanged();
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

void BatchPairingModel::allChanged()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int BatchPairingModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_plan.items.size());
}

int BatchPairingModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

Qt::ItemFlags BatchPairingModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const bool isBox = index.isValid() && index.column() == CheckColumn;
    return isBox && !m_locked ? flags | Qt::ItemIsUserCheckable : flags;
}

QVariant BatchPairingModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const BatchItem& item = this->item(index.row());
    const bool missing = (index.column() == InfraredColumn && item.infrared.empty()) ||
                         (index.column() == VisibleColumn && item.visible.empty());
    switch (role) {
    case Qt::DisplayRole:
        return displayData(item, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == CheckColumn ? QVariant(toQString(item.stem)) : displayData(item, index.column());
    case Qt::ToolTipRole:
        return tip(item);
    case Qt::CheckStateRole:
        return index.column() == CheckColumn ? QVariant(isChecked(item) ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::DecorationRole:
        return index.column() == FindingColumn
                   ? QVariant(iconInColour(iconOf(item.finding), tone(toneOf(item.finding)), kIcon, 2.0))
                   : QVariant();
    case Qt::ForegroundRole:
        if (index.column() == FindingColumn)
            return tone(toneOf(item.finding));
        return missing ? QVariant(tone(Tone::Error)) : QVariant();
    case SortRole:
        return sortData(item, index.column());
    case SeverityRole:
        return severityOf(item.finding);
    case InfraredThumbnailRole:
        return thumbnails(item).infrared;
    case VisibleThumbnailRole:
        return thumbnails(item).visible;
    case HasInfraredRole:
        return !item.infrared.empty();
    case HasVisibleRole:
        return !item.visible.empty();
    default:
        return {};
    }
}

bool BatchPairingModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || index.column() != CheckColumn || m_locked)
        return false;
    const QString stem = toQString(item(index.row()).stem);
    if (value.toInt() == Qt::Checked)
        m_unchecked.remove(stem);
    else
        m_unchecked.insert(stem);
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT checkedChanged();
    return true;
}

QVariant BatchPairingModel::displayData(const BatchItem& item, int column) const
{
    switch (column) {
    case InfraredColumn:
        return item.infrared.empty() ? tr("none found") : fileName(item.infrared, item);
    case VisibleColumn:
        return item.visible.empty() ? tr("none found") : fileName(item.visible, item);
    case SizeColumn: {
        const ImageOutline& known = item.visibleOutline.pixels() > 0 ? item.visibleOutline : item.infraredOutline;
        return known.pixels() > 0 ? sizeText(known) : QString::fromUtf8("–");
    }
    case FindingColumn:
        return findingText(item);
    default:
        return {};
    }
}

QVariant BatchPairingModel::sortData(const BatchItem& item, int column) const
{
    switch (column) {
    case CheckColumn:
        return isChecked(item) ? 0 : 1;
    case SizeColumn:
        return QVariant::fromValue<qint64>(std::max(item.visibleOutline.pixels(), item.infraredOutline.pixels()));
    case FindingColumn:
        return static_cast<int>(item.finding);
    case InfraredColumn:
        return item.infrared.empty() ? QString() : fileName(item.infrared, item);
    case VisibleColumn:
        return item.visible.empty() ? QString() : fileName(item.visible, item);
    default:
        return toQString(item.stem);
    }
}

QString BatchPairingModel::findingText(const BatchItem& item) const
{
    switch (item.finding) {
    case Finding::Good:
        return item.infrared.stem() == item.visible.stem() ? tr("same stem, same size") : tr("same size");
    case Finding::Deep:
        return tr("infrared 16 bit: its range decides what is black and white");
    case Finding::NoLabel:
        return tr("no label file with this stem");
    case Finding::NoInfrared:
        return tr("no infrared file with this stem");
    case Finding::NoVisible:
        return tr("no visible file with this stem");
    case Finding::SizesDiffer:
        return tr("sizes differ: %1 / %2", "infrared, visible")
            .arg(sizeText(item.infraredOutline), sizeText(item.visibleOutline));
    case Finding::Unreadable:
        return item.infraredOutline.pixels() == 0 ? tr("infrared can't be read") : tr("visible can't be read");
    }
    return {};
}

QString BatchPairingModel::tip(const BatchItem& item) const
{
    const auto path = [](const std::filesystem::path& file) {
        return file.empty() ? tr("none found") : toQString(file);
    };
    QStringList lines{toQString(item.stem), tr("Infrared: %1").arg(path(item.infrared)),
                      tr("Visible: %1").arg(path(item.visible)), findingText(item)};
    if (item.finding == Finding::Unreadable)
        lines << toQString(item.remark);
    return lines.join('\n');
}

QVariant BatchPairingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole)
        return section == CheckColumn ? QVariant(tr("Whether the pair is fused")) : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {{}, tr("Preview"), tr("Infrared"), tr("Visible"), tr("Size"), tr("Finding")};
    return names[section];
}

BatchPairingModel::Thumbnails BatchPairingModel::thumbnails(const BatchItem& item) const
{
    const QString key = keyOf(item.infrared, item.visible);
    if (const Thumbnails* known = m_thumbnails.object(key))
        return *known;
    m_thumbnails.insert(key, new Thumbnails);
    const QPointer<BatchPairingModel> model(const_cast<BatchPairingModel*>(this));
    // The last asked for first: it is what is being looked at.
    m_reader.submit(
        kReading.arg(key), tr("Reading %1").arg(toQString(item.stem)),
        [model, infrared = item.infrared, visible = item.visible](const JobQueue::Context& job) {
            Thumbnails read{readThumbnail(infrared, Modality::Infrared), {}};
            job.control.checkStop();
            read.visible = readThumbnail(visible, Modality::Visible);
            job.deliver([model, infrared, visible, read] {
                if (model)
                    model->takeThumbnails(infrared, visible, read);
            });
        },
        {}, true);
    return {};
}

void BatchPairingModel::takeThumbnails(const std::filesystem::path& infrared, const std::filesystem::path& visible,
                                       const Thumbnails& thumbnails)
{
    m_thumbnails.insert(keyOf(infrared, visible), new Thumbnails(thumbnails));
    for (int row = 0; row < rowCount(); ++row)
        if (item(row).infrared == infrared && item(row).visible == visible) {
            const QModelIndex changed = index(row, PreviewColumn);
            Q_EMIT dataChanged(changed, changed, {InfraredThumbnailRole, VisibleThumbnailRole});
            return;
        }
}

} // namespace duoscope
