// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"

#include <QAbstractListModel>
#include <QPixmap>

namespace duoscope {

/// The stages 0 … K of the current trace, with a small picture each; those that are not computed yet are there, empty.
class StageStripModel : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr int kPictureHeight = 56;
    enum Role {
        ChangeRole = Qt::UserRole + 1, ///< QString "Δ 0.0193"
        ComputedRole,                  ///< bool
    };

    explicit StageStripModel(const Session& session, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    void update();

    const Session& m_session;
    TracePointer m_trace;
    struct Picture {
        cv::Mat of; ///< f_k; held, so that its address stays its own
        QPixmap pixmap;
    };
    std::vector<Picture> m_pictures; ///< of the computed stages
    int m_rows = 6;
};

} // namespace duoscope
