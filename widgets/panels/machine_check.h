// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/bridge/session.h"

#include <QWidget>

#include <optional>

class QLabel;

namespace duoscope {

/// Whether this machine has what a fusion needs: model, processor, fast matrix products, graphics card. Looked up in
/// the background.
class MachineCheck : public QWidget {
    Q_OBJECT
public:
    /// The session outlives it.
    explicit MachineCheck(Session& session, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    enum Row { ModelRow, DeviceRow, BlasRow, GpuRow, RowCount };
    struct Findings {
        std::string modelHash; ///< empty where the model can't be used
        QString modelProblem;
        bool slowBlas = false;
        bool gpu = false;
    };

    void look();
    void retranslate();

    Session& m_session;
    std::optional<Findings> m_findings; ///< nothing: being looked up
    QLabel* m_title;
    QLabel* m_names[RowCount] = {};
    QLabel* m_icons[RowCount] = {};
    QLabel* m_texts[RowCount] = {};
};

} // namespace duoscope
