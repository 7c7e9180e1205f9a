// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/preferences_dialog.h"

#include "core/fusion/device_probe.h"
#include "widgets/bridge/look.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QThread>
#include <QVBoxLayout>

namespace duoscope {
namespace {

QSpinBox* makeNumber(int low, int high, int step, int value, QWidget* parent)
{
    auto* box = new QSpinBox(parent);
    box->setRange(low, high);
    box->setSingleStep(step);
    box->setValue(value);
    box->setKeyboardTracking(false); // a number counts once it is typed to its end
    return box;
}

} // namespace

PreferencesDialog::PreferencesDialog(QWidget* parent)
    : QDialog(parent), m_preferences(Preferences::load()), m_language(new QComboBox(this)),
      m_theme(new QComboBox(this)), m_threads(makeNumber(0, 1024, 1, m_preferences.threads, this)),
      m_attribution(new QComboBox(this)), m_precision(new QComboBox(this)),
      m_cache(makeNumber(64, 1 << 20, 256, m_preferences.cacheMegabytes, this)),
      m_model(new QLineEdit(m_preferences.model, this)), m_chooseModel(new QPushButton(this)),
      m_bundledModel(new QPushButton(this)), m_languageLabel(new QLabel(this)), m_themeLabel(new QLabel(this)),
      m_threadsLabel(new QLabel(this)), m_attributionLabel(new QLabel(this)), m_precisionLabel(new QLabel(this)),
      m_cacheLabel(new QLabel(this)), m_modelLabel(new QLabel(this)), m_note(new QLabel(this))
{
    for (const char* language : {"", "en", "zh_CN"})
        m_language->addItem(QString(), QVariant(language));
    for (int theme = 0; theme < 3; ++theme)
        m_theme->addItem(QString());
    for (const bool fast : {false, true})
        m_attribution->addItem(QString(), fast);
    m_attribution->setCurrentIndex(m_preferences.fastAttribution ? 1 : 0);
    for (const bool half : {false, true})
        m_precision->addItem(QString(), half);
    m_language->setCurrentIndex(m_language->findData(m_preferences.language));
    m_theme->setCurrentIndex(static_cast<int>(m_preferences.theme));
    const bool canHalve = hasHalfPrecision();
    m_precision->setCurrentIndex(m_preferences.halfPrecision && canHalve ? 1 : 0);
    m_precision->setEnabled(canHalve);
    makeLayout();
    retranslate();
    connect(m_language, &QComboBox::currentIndexChanged, this, &PreferencesDialog::take);
    connect(m_theme, &QComboBox::currentIndexChanged, this, &PreferencesDialog::take);
    connect(m_threads, &QSpinBox::valueChanged, this, &PreferencesDialog::take);
    connect(m_attribution, &QComboBox::currentIndexChanged, this, &PreferencesDialog::take);
    connect(m_precision, &QComboBox::currentIndexChanged, this, &PreferencesDialog::take);
    connect(m_cache, &QSpinBox::valueChanged, this, &PreferencesDialog::take);
    connect(m_model, &QLineEdit::editingFinished, this, &PreferencesDialog::take);
    connect(m_chooseModel, &QPushButton::clicked, this, &PreferencesDialog::chooseModel);
    connect(m_bundledModel, &QPushButton::clicked, this, [this] {
        m_model->clear();
        take();
    });
}

void PreferencesDialog::makeLayout()
{
    auto* model = new QHBoxLayout;
    model->setSpacing(sizes::kGap);
    model->addWidget(m_model, 1);
    model->addWidget(m_chooseModel);
    model->addWidget(m_bundledModel);
    m_model->setMinimumWidth(fontMetrics().averageCharWidth() * 36);

    auto* form = new QFormLayout;
    form->setHorizontalSpacing(2 * sizes::kPad);
    form->setVerticalSpacing(sizes::kPad);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    const std::initializer_list<std::pair<QLabel*, QWidget*>> rows{
        {m_languageLabel, m_language},       {m_themeLabel, m_theme},         {m_threadsLabel, m_threads},
        {m_attributionLabel, m_attribution}, {m_precisionLabel, m_precision}, {m_cacheLabel, m_cache}};
    for (const auto& [label, field] : rows) {
        label->setBuddy(field);
        form->addRow(label, field);
    }
    m_modelLabel->setBuddy(m_model);
    form->addRow(m_modelLabel, model);

    m_note->setFont(smallerFont(2));
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    // Else Enter in a field would close the dialog.
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    m_chooseModel->setAutoDefault(false);
    m_bundledModel->setAutoDefault(false);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * sizes::kPad, 2 * sizes::kPad, 2 * sizes::kPad, 2 * sizes::kPad);
    layout->setSpacing(sizes::kPad);
    layout->addLayout(form);
    layout->addWidget(m_note);
    layout->addStretch();
    layout->addWidget(buttons);
}

void PreferencesDialog::retranslate()
{
    const QSignalBlocker noLanguage(m_language);
    const QSignalBlocker noTheme(m_theme);
    const QSignalBlocker noAttribution(m_attribution);
    const QSignalBlocker noPrecision(m_precision);
    setWindowTitle(tr("Preferences"));
    m_languageLabel->setText(tr("&Language"));
    m_themeLabel->setText(tr("&Theme"));
    m_threadsLabel->setText(tr("T&hreads"));
    m_attributionLabel->setText(tr("&Attribution"));
    m_precisionLabel->setText(tr("&Precision"));
    m_cacheLabel->setText(tr("&Results kept in memory"));
    m_modelLabel->setText(tr("&Model"));
    m_language->setItemText(0, tr("System"));
    // Languages are called by their own names in any language.
    m_language->setItemText(1, "English");
    m_language->setItemText(2, QString::fromUtf8("简体中文"));
    m_theme->setItemText(0, tr("System"));
    m_theme->setItemText(1, tr("Light"));
    m_theme->setItemText(2, tr("Dark"));
    m_threads->setSpecialValueText(tr("all cores (%1)").arg(QThread::idealThreadCount()));
    m_attribution->setItemText(0, tr("Exact"));
    m_attribution->setItemText(1, tr("Fast, approximate"));
    m_attribution->setToolTip(tr("How UAAFusion weighs the sources in each class. Exact: integrated gradients over the "
                                 "class's region. Fast: over all pixels, which takes about a seventh of the time but "
                                 "counts what other regions do to the class, too."));
    m_precision->setItemText(0, tr("Full"));
    m_precision->setItemText(1, tr("Half"));
    m_precision->setToolTip(
        m_precision->isEnabled()
            ? tr("Half: on a processor the stages take about two thirds of their time; results change by about "
                 "0.1 of 255.")
            : tr("This processor has no instructions for half precision (AVX512-BF16)."));
    m_cache->setSuffix(tr(" MB"));
    m_model->setPlaceholderText(tr("the bundled model"));
    m_chooseModel->setText(tr("Choose…"));
    m_bundledModel->setText(tr("Bundled"));
    m_bundledModel->setToolTip(tr("Use the model that comes with Duoscope"));
    m_note->setText(tr("Changes count at once; model, threads, attribution and precision from the next fusion. The "
                       "least recently looked at results go first when memory is full."));
    for (const auto& [label, field] :
         std::initializer_list<std::pair<QLabel*, QWidget*>>{{m_languageLabel, m_language},
                                                             {m_themeLabel, m_theme},
                                                             {m_threadsLabel, m_threads},
                                                             {m_attributionLabel, m_attribution},
                                                             {m_precisionLabel, m_precision},
                                                             {m_cacheLabel, m_cache},
                                                             {m_modelLabel, m_model}})
        field->setAccessibleName(label->text().remove('&'));
}

void PreferencesDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

void PreferencesDialog::take()
{
    Preferences wanted;
    wanted.language = m_language->currentData().toString();
    wanted.theme = static_cast<Preferences::Theme>(m_theme->currentIndex());
    wanted.threads = m_threads->value();
    wanted.fastAttribution = m_attribution->currentData().toBool();
    wanted.halfPrecision = m_precision->isEnabled() ? m_precision->currentData().toBool() : m_preferences.halfPrecision;
    wanted.cacheMegabytes = m_cache->value();
    wanted.model = m_model->text().trimmed();
    if (wanted == m_preferences)
        return;
    m_preferences = wanted;
    m_preferences.save();
    Q_EMIT changed(m_preferences);
}

void PreferencesDialog::chooseModel()
{
    auto* dialog =
        new QFileDialog(this, tr("Choose a model"), QFileInfo(m_model->text()).path(), tr("Models (*.safetensors)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        m_model->setText(file);
        take();
    });
    dialog->show();
}

} // namespace duoscope
