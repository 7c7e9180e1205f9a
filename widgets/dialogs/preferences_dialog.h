// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/dialogs/preferences.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace duoscope {

/// Language, theme and resources. Each change counts and is saved at once. Modeless.
class PreferencesDialog : public QDialog {
    Q_OBJECT
public:
    /// Shows what is saved.
    explicit PreferencesDialog(QWidget* parent = nullptr);

Q_SIGNALS:
    /// Something was changed here, and saved.
    void changed(const duoscope::Preferences& preferences);

protected:
    void changeEvent(QEvent* event) override;

private:
    void makeLayout();
    void retranslate();
    void take();
    void chooseModel();

    Preferences m_preferences;
    QComboBox* m_language;
    QComboBox* m_theme;
    QSpinBox* m_threads;
    QComboBox* m_attribution;
    QComboBox* m_precision;
    QSpinBox* m_cache;
    QLineEdit* m_model;
    QPushButton* m_chooseModel;
    QPushButton* m_bundledModel;
    QLabel* m_languageLabel;
    QLabel* m_themeLabel;
    QLabel* m_threadsLabel;
    QLabel* m_attributionLabel;
    QLabel* m_precisionLabel;
    QLabel* m_cacheLabel;
    QLabel* m_modelLabel;
    QLabel* m_note;
};

} // namespace duoscope
