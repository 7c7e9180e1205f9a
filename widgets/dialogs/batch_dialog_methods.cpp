// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/batch_dialog_methods.h"

#include "core/metrics/metric_registry.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/session.h"
#include "widgets/bridge/text.h"
#include "widgets/dialogs/preferences.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>

namespace duoscope {
namespace {

/// "1.9 GB", in powers of ten as file managers have it.
QString bytesText(double bytes)
{
    const char* const units[] = {QT_TRANSLATE_NOOP("duoscope::BatchDialogMethods", "%1 kB"),
                                 QT_TRANSLATE_NOOP("duoscope::BatchDialogMethods", "%1 MB"),
                                 QT_TRANSLATE_NOOP("duoscope::BatchDialogMethods", "%1 GB"),
                                 QT_TRANSLATE_NOOP("duoscope::BatchDialogMethods", "%1 TB")};
    double value = bytes / 1000;
    std::size_t unit = 0;
    for (; value >= 1000 && unit + 1 < std::size(units); ++unit)
        value /= 1000;
    return BatchDialogMethods::tr(units[unit]).arg(fixedText(value, value < 10 && unit > 0 ? 1 : 0));
}

} // namespace

BatchDialogMethods::BatchDialogMethods(Session& session, QWidget* parent)
    : BatchDialogSection(parent), m_session(session), m_methodsTitle(new QLabel(this)), m_writeTitle(new QLabel(this)),
      m_model(new QLabel(this)), m_size(new QLabel(this))
{
    m_grid = new QGridLayout;
    QGridLayout* grid = m_grid;
    grid->setContentsMargins(sizes::kPad, sizes::kPad, sizes::kPad, sizes::kGap);
    grid->setHorizontalSpacing(sizes::kPad);
    grid->setVerticalSpacing(0);
    grid->addWidget(m_methodsTitle, 0, 0);
    grid->addWidget(m_writeTitle, 0, 1);
    int row = 1;
    for (const MethodInfo& info : fusionMethods()) {
        const std::vector<std::string> kinds =
            info.hasEquations ? std::vector<std::string>{"paper", "released"} : std::vector<std::string>{""};
        for (const std::string& equations : kinds) {
            Method method{info.name, info.name, info.name, info.needsModel, nullptr};
            if (info.hasEquations) {
                method.key += "-" + equations;
                method.sessionKey += "/" + equations;
            }
            method.box = addBox(*grid, row++, 0, method.key.c_str(), false);
            m_methods.push_back(method);
        }
    }
    m_ownMethods = m_methods.size();
    m_gray = addBox(*grid, 1, 1, "gray", true);
    m_colour = addBox(*grid, 2, 1, "colour", true);
    m_trace = addBox(*grid, 3, 1, "trace", false);
    m_segmentation = addBox(*grid, 4, 1, "segmentation", false);
    m_metrics = addBox(*grid, 5, 1, "metrics", true);
    constexpr int kLastRow = 100; // below those of other programs
    grid->setRowStretch(kLastRow, 1);
    body().addLayout(grid, 1);
    auto* model = new QHBoxLayout;
    model->setContentsMargins(sizes::kPad, 0, sizes::kPad, sizes::kGap);
    model->addWidget(m_model, 1);
    body().addLayout(model);
    m_model->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_resume = new QCheckBox(this);
    m_resume->setObjectName("resume");
    m_resume->setChecked(true);
    footer().addWidget(m_resume);
    footer().addStretch(1);
    footer().addWidget(m_size);
    m_size->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    connect(m_resume, &QCheckBox::toggled, this, &BatchDialogMethods::changed);
    connect(&session, &Session::modelChanged, this, [this] {
        updateModel();
        Q_EMIT changed();
    });
    connect(&session, &Session::externalMethodsChanged, this, &BatchDialogMethods::listExternalMethods);
    restyle();
    listExternalMethods();
}

void BatchDialogMethods::listExternalMethods()
{
    QStringList chosen;
    for (; m_methods.size() > m_ownMethods; m_methods.pop_back()) {
        if (m_methods.back().box->isChecked())
            chosen << toQString(m_methods.back().key);
        delete m_methods.back().box;
    }
    for (const FusionChoice& external : m_session.externalMethods()) {
        Method method{external.method, external.method + "=" + external.external.string(), external.key(), false,
                      nullptr};
        method.box = addBox(*m_grid, static_cast<int>(m_methods.size()) + 1, 0, external.method.c_str(),
                            chosen.contains(toQString(method.key)));
        method.box->setToolTip(toQString(external.external));
        m_methods.push_back(method);
    }
    retranslate();
    Q_EMIT changed();
}

QCheckBox* BatchDialogMethods::addBox(QGridLayout& grid, int row, int column, const char* objectName, bool checked)
{
    auto* box = new QCheckBox(this);
    box->setObjectName(QString::fromLatin1(objectName));
    box->setChecked(checked);
    box->setMinimumHeight(sizes::kRow - 2);
    grid.addWidget(box, row, column);
    connect(box, &QCheckBox::toggled, this, &BatchDialogMethods::changed);
    return box;
}

bool BatchDialogMethods::lacksModel(const Method& method) const
{
    return method.needsModel && m_session.modelOf(method.name).empty();
}

FusionOptions BatchDialogMethods::optionsOf(const Method& method) const
{
    FusionOptions options;
    options.model = m_session.modelOf(method.name);
    options.classSets = m_session.resources() / "class_sets";
    options.threads = m_session.computeSettings().threads;
    options.halfPrecision = m_session.computeSettings().halfPrecision;
    options.attribution = m_session.computeSettings().attribution;
    return options;
}

bool BatchDialogMethods::isChosen(const Method& method) const { return method.box->isChecked() && !lacksModel(method); }

BatchRequest BatchDialogMethods::request() const
{
    BatchRequest request;
    for (const Method& method : m_methods)
        if (isChosen(method))
            request.methods.push_back(parseBatchMethod(method.key, optionsOf(method)));
    request.outputs = {m_gray->isChecked(), m_colour->isChecked(), m_trace->isChecked(), m_segmentation->isChecked()};
    if (m_metrics->isChecked())
        request.metrics = paperTableMetrics();
    request.resume = m_resume->isChecked();
    return request;
}

QStringList BatchDialogMethods::titles() const
{
    QStringList titles;
    for (const Method& method : m_methods)
        if (isChosen(method))
            titles << m_session.methodTitle(method.sessionKey);
    return titles;
}

QStringList BatchDialogMethods::arguments() const
{
    QStringList arguments{"--method"};
    for (const BatchMethod& method : request().methods)
        arguments << toQString(method.options.external.empty() ? method.key
                                                               : method.key + "=" + method.options.external.string());
    QStringList models;
    for (const BatchMethod& method : request().methods)
        if (!method.options.model.empty())
            models << toQString(method.options.model);
    models.removeDuplicates();
    if (!models.isEmpty())
        arguments << "--model" << models;
    if (m_metrics->isChecked())
        arguments << "--metrics"
                  << "six";
    const std::pair<bool, const char*> flags[] = {{!m_gray->isChecked(), "--no-gray"},
                                                  {!m_colour->isChecked(), "--no-colour"},
                                                  {m_trace->isChecked(), "--trace"},
                                                  {m_segmentation->isChecked(), "--segmentation"},
                                                  {m_resume->isChecked(), "--resume"}};
    for (const auto& [set, flag] : flags)
        if (set)
            arguments << QString::fromLatin1(flag);
    const ComputeSettings& settings = m_session.computeSettings();
    if (settings.threads > 0)
        arguments << "--threads" << QString::number(settings.threads);
    if (settings.halfPrecision)
        arguments << "--precision"
                  << "half";
    if (settings.attribution != AttributionMode::Exact)
        arguments << "--attribution" << toQString(toString(settings.attribution));
    return arguments;
}

bool BatchDialogMethods::needsModel() const
{
    return std::any_of(m_methods.begin(), m_methods.end(),
                       [this](const Method& method) { return method.needsModel && isChosen(method); });
}

bool BatchDialogMethods::writesAnything() const
{
    return m_gray->isChecked() || m_colour->isChecked() || m_trace->isChecked() || m_segmentation->isChecked() ||
           m_metrics->isChecked();
}

void BatchDialogMethods::setEstimate(const BatchPlan& plan)
{
    m_estimate = estimateOutput(plan, request());
    updateEstimate();
}

void BatchDialogMethods::setFreeSpace(std::optional<qint64> free)
{
    m_free = free;
    updateEstimate();
}

void BatchDialogMethods::updateEstimate()
{
    m_trace->setText(m_estimate.tracePerPair > 0
                         ? tr("trace, %1 / pair").arg(bytesText(static_cast<double>(m_estimate.tracePerPair)))
                         : tr("trace"));
    const QString size = bytesText(static_cast<double>(m_estimate.bytes));
    const bool tooMuch = m_free && m_estimate.bytes > *m_free;
    m_size->setText(m_estimate.bytes == 0 ? QString()
                    : m_free              ? tr("%1 of %2").arg(size, bytesText(static_cast<double>(*m_free)))
                                          : tr("about %1").arg(size));
    m_size->setToolTip(tooMuch ? tr("There is less room than that where the results would go")
                               : tr("About what will be written, and the room there is for it"));
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, tone(tooMuch ? Tone::Error : Tone::Secondary));
    m_size->setPalette(colours);
}

void BatchDialogMethods::setResume(bool resume) { m_resume->setChecked(resume); }

void BatchDialogMethods::choose(const QStringList& keys)
{
    for (const Method& method : m_methods)
        method.box->setChecked(keys.contains(toQString(method.key)));
}

void BatchDialogMethods::setLocked(bool locked)
{
    m_locked = locked;
    for (QCheckBox* box : {m_gray, m_colour, m_trace, m_segmentation, m_metrics, m_resume})
        box->setEnabled(!locked);
    updateModel();
}

void BatchDialogMethods::updateModel()
{
    const std::filesystem::path& model = m_session.model();
    for (const Method& method : m_methods)
        method.box->setEnabled(!m_locked && !lacksModel(method));
    QStringList names;
    if (!model.empty())
        names << toQString(model.filename());
    for (const std::filesystem::path& other : m_session.otherModels())
        names << toQString(other.filename());
    const QString text =
        model.empty() ? tr("No model is open, so UAAFusion can't run") : tr("Model %1").arg(names.join(", "));
    m_model->setText(m_model->fontMetrics().elidedText(text, Qt::ElideMiddle, m_model->width()));
    m_model->setToolTip(model.empty() ? text : toQString(model));
}

void BatchDialogMethods::resizeEvent(QResizeEvent* event)
{
    BatchDialogSection::resizeEvent(event);
    updateModel();
}

void BatchDialogMethods::save(QSettings& settings) const
{
    QStringList keys;
    for (const Method& method : m_methods)
        if (method.box->isChecked())
            keys << toQString(method.key);
    settings.setValue("methods", keys);
    for (const QCheckBox* box : {m_gray, m_colour, m_trace, m_segmentation, m_metrics, m_resume})
        settings.setValue(box->objectName(), box->isChecked());
}

void BatchDialogMethods::restore(const QSettings& settings)
{
    QStringList keys = settings.value("methods").toStringList();
    if (keys.isEmpty())
        keys << (m_session.model().empty() ? "laplacian" : "uaafusion-paper");
    choose(keys);
    for (QCheckBox* box : {m_gray, m_colour, m_trace, m_segmentation, m_metrics, m_resume})
        box->setChecked(settings.value(box->objectName(), box->isChecked()).toBool());
}

void BatchDialogMethods::restyle()
{
    BatchDialogSection::restyle();
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, tone(Tone::Secondary));
    for (QLabel* label : {m_methodsTitle, m_writeTitle, m_model})
        label->setPalette(quiet);
    for (QLabel* label : {m_model, m_size})
        label->setFont(smallerFont(1));
    updateEstimate();
}

void BatchDialogMethods::retranslate()
{
    setTitle(tr("Methods and output"));
    m_methodsTitle->setText(tr("Methods"));
    m_writeTitle->setText(tr("Write"));
    for (const Method& method : m_methods)
        method.box->setText(m_session.methodTitle(method.sessionKey));
    m_gray->setText(tr("gray images"));
    m_colour->setText(tr("colour images"));
    m_colour->setToolTip(tr("Where a source has colour"));
    m_trace->setToolTip(tr("Every quantity of the computation as .npy: stages, weights, attention, segmentations"));
    m_segmentation->setText(tr("segmentation maps"));
    m_segmentation->setToolTip(tr("Of the fused image, by methods that segment: 8-bit class ids"));
    m_metrics->setText(tr("metrics.csv"));
    QStringList names;
    for (const std::string& name : paperTableMetrics())
        names << toQString(name);
    m_metrics->setToolTip(tr("The metrics of the paper's tables, by its convention: %1").arg(names.join(", ")));
    m_resume->setText(tr("Skip finished (resume)"));
    m_resume->setToolTip(tr("Go on with what the output folder holds; else a folder that holds a run is refused"));
    // What is estimated comes and goes without moving anything.
    m_trace->setText(tr("trace, %1 / pair").arg(bytesText(888e6)));
    m_trace->setMinimumWidth(m_trace->sizeHint().width());
    m_size->setText(tr("%1 of %2").arg(bytesText(888e6), bytesText(888e9)));
    m_size->setMinimumWidth(m_size->sizeHint().width());
    updateModel();
    updateEstimate();
}

} // namespace duoscope
