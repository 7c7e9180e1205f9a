// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/batch/batch_request.h"
#include "core/batch/output_estimate.h"
#include "widgets/dialogs/batch_dialog_section.h"

#include <QStringList>

#include <optional>
#include <vector>

class QCheckBox;
class QGridLayout;
class QSettings;

namespace duoscope {

class Session;

/// The batch dialog's choice of methods, and of what is written.
class BatchDialogMethods : public BatchDialogSection {
    Q_OBJECT
public:
    /// The session tells the model, and outlives this.
    explicit BatchDialogMethods(Session& session, QWidget* parent = nullptr);

    BatchRequest request() const;
    QStringList titles() const;    ///< of the request's methods, in its order
    QStringList arguments() const; ///< the command line's options for the request
    bool needsModel() const;       ///< of the methods that are ticked
    bool writesAnything() const;
    /// @param plan  what is ticked
    void setEstimate(const BatchPlan& plan);
    /// @param free  bytes; nothing where that is not known
    void setFreeSpace(std::optional<qint64> free);
    void setResume(bool resume);
    void choose(const QStringList& keys); ///< the methods, as the command line names them
    void setLocked(bool locked);
    void save(QSettings& settings) const;
    void restore(const QSettings& settings);

Q_SIGNALS:
    void changed();

protected:
    void retranslate() override;
    void restyle() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Method {
        std::string name;       ///< in the registry
        std::string key;        ///< as the command line takes it: "uaafusion-paper"
        std::string sessionKey; ///< as Session::methodTitle() takes it: "uaafusion/paper"
        bool needsModel = false;
        QCheckBox* box = nullptr;
    };

    QCheckBox* addBox(QGridLayout& grid, int row, int column, const char* objectName, bool checked);
    bool isChosen(const Method& method) const;
    void listExternalMethods();
    void updateModel();
    void updateEstimate();
    bool lacksModel(const Method& method) const;
    FusionOptions optionsOf(const Method& method) const;

    Session& m_session;
    std::vector<Method> m_methods; ///< Duoscope's own, then those of other programs
    std::size_t m_ownMethods = 0;
    QGridLayout* m_grid;
    QLabel* m_methodsTitle;
    QLabel* m_writeTitle;
    QCheckBox *m_gray, *m_colour, *m_trace, *m_segmentation, *m_metrics, *m_resume;
    QLabel* m_model;
    QLabel* m_size;
    OutputEstimate m_estimate;
    std::optional<qint64> m_free;
    bool m_locked = false;
};

} // namespace duoscope
