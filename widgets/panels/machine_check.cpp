// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/machine_check.h"

#include "core/base/error.h"
#include "core/fusion/blas_probe.h"
#include "core/fusion/device_probe.h"
#include "core/fusion/model_files.h"
#include "widgets/bridge/job_queue.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QThread>

namespace duoscope {

MachineCheck::MachineCheck(Session& session, QWidget* parent) : QWidget(parent), m_session(session)
{
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(sizes::kPad, sizes::kGap, sizes::kPad, sizes::kPad);
    layout->setHorizontalSpacing(sizes::kGap);
    layout->setVerticalSpacing(sizes::kGap);
    m_title = new QLabel(this);
    m_title->setFont(titleFont());
    layout->addWidget(m_title, 0, 0, 1, 3);
    for (int i = 0; i < RowCount; ++i) {
        m_names[i] = new QLabel(this);
        m_icons[i] = new QLabel(this);
        m_icons[i]->setFixedSize(18, fontMetrics().height());
        m_icons[i]->setAlignment(Qt::AlignCenter);
        m_texts[i] = new QLabel(this);
        m_texts[i]->setWordWrap(true);
        layout->addWidget(m_names[i], i + 1, 0, Qt::AlignTop);
        layout->addWidget(m_icons[i], i + 1, 1, Qt::AlignTop);
        layout->addWidget(m_texts[i], i + 1, 2);
    }
    layout->setColumnStretch(2, 1);
    connect(&session, &Session::modelChanged, this, &MachineCheck::look);
    look();
}

void MachineCheck::look()
{
    m_findings.reset();
    retranslate();
    m_session.quickJobs().submit("machine check", tr("Looking at this machine"),
                                 [this, model = m_session.model()](const JobQueue::Context& job) {
                                     Findings findings;
                                     try {
                                         findings.modelHash = summariseModel(model).sha256;
                                     } catch (const Error& error) {
                                         findings.modelProblem = QString::fromUtf8(error.what());
                                     }
                                     findings.slowBlas = isBlasSlow();
                                     findings.gpu = hasGpu();
                                     job.deliver([this, findings] {
                                         m_findings = findings;
                                         retranslate();
                                     });
                                 });
}

void MachineCheck::retranslate()
{
    m_title->setText(tr("This machine"));
    const QString names[RowCount] = {tr("Model"), tr("Device"), tr("BLAS"), tr("GPU")};
    struct Answer {
        const char* icon = "pending";
        Tone tone = Tone::Secondary;
        QString text;
    };
    Answer answers[RowCount];
    const auto good = [](const QString& text) { return Answer{"check", Tone::Good, text}; };
    answers[DeviceRow] = good(tr("CPU, %n core(s)", nullptr, QThread::idealThreadCount()));
    if (m_findings) {
        answers[ModelRow] = m_findings->modelHash.empty()
                                ? Answer{"error", Tone::Error, m_findings->modelProblem}
                                : good(toQString(m_session.model().stem()) + QString::fromUtf8(" · ") +
                                       QString::fromStdString(m_findings->modelHash).left(8));
        answers[BlasRow] = m_findings->slowBlas
                               ? Answer{"warning", Tone::Warn,
                                        tr("the slow reference library; libopenblas0-pthread is ten times faster")}
                               : good(tr("fast"));
        answers[GpuRow] =
            m_findings->gpu ? good(tr("found")) : Answer{"pending", Tone::Secondary, tr("none, not needed")};
    } else {
        for (const Row row : {ModelRow, BlasRow, GpuRow})
            answers[row].text = QString::fromUtf8("…");
    }
    for (int i = 0; i < RowCount; ++i) {
        m_names[i]->setText(names[i]);
        QPalette secondary = palette();
        secondary.setColor(QPalette::WindowText, tone(Tone::Secondary));
        m_names[i]->setPalette(secondary);
        m_icons[i]->setPixmap(iconInColour(answers[i].icon, tone(answers[i].tone), 12, devicePixelRatioF()));
        m_texts[i]->setText(answers[i].text);
    }
}

void MachineCheck::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
}

} // namespace duoscope
