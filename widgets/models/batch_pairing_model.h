// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_plan.h"

#include <QAbstractTableModel>
#include <QCache>
#include <QImage>
#include <QSet>

#include <vector>

namespace duoscope {

class JobQueue;

/// What a batch is to fuse, an item a row, with a box to tick and what a look at its headers found. For the window's
/// thread.
class BatchPairingModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { CheckColumn, PreviewColumn, InfraredColumn, VisibleColumn, SizeColumn, FindingColumn, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole,
        SeverityRole,          ///< 0 good, 1 to check, 2 will fail
        InfraredThumbnailRole, ///< QImage, null until it is read; asking for it has it read
        VisibleThumbnailRole,  ///< likewise
        HasInfraredRole,       ///< whether there is such a file
        HasVisibleRole,
    };

    /// @param reader  reads the thumbnails; outlives the model
    explicit BatchPairingModel(JobQueue& reader, QObject* parent = nullptr);

    /// What is ticked or not stays so for stems that were there before; all others are ticked.
    void setPlan(BatchPlan plan);
    const BatchPlan& plan() const { return m_plan; }
    const BatchItem& item(int row) const { return m_plan.items[static_cast<std::size_t>(row)]; }
    /// An item whose files were chosen by hand. Items that these files were alone in go.
    void matchItem(const BatchItem& item);

    /// The plan without what is not ticked.
    BatchPlan checkedPlan() const;
    int checkedCount() const;
    void setAllChecked(bool checked);
    void checkOnlyUsable();      ///< all but those that will fail
    void setLocked(bool locked); ///< then nothing can be ticked or unticked
    /// Texts anew, in the language that is now set.
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void checkedChanged();

private:
    struct Thumbnails {
        QImage infrared;
        QImage visible;
    };

    bool isChecked(const BatchItem& item) const;
    QVariant displayData(const BatchItem& item, int column) const;
    QVariant sortData(const BatchItem& item, int column) const;
    QString findingText(const BatchItem& item) const;
    QString tip(const BatchItem& item) const;
    Thumbnails thumbnails(const BatchItem& item) const;
    void takeThumbnails(const std::filesystem::path& infrared, const std::filesystem::path& visible,
                        const Thumbnails& thumbnails);
    void allChanged();

    JobQueue& m_reader;
    BatchPlan m_plan;
    bool m_locked = false;
    QSet<QString> m_unchecked;                        ///< stems
    mutable QCache<QString, Thumbnails> m_thumbnails; ///< by files; null ones are being read or can't be
};

} // namespace duoscope
