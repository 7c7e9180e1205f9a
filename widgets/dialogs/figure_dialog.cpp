// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/figure_dialog.h"

#include "widgets/bridge/look.h"
#include "widgets/viewer/compare_grid.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

namespace duoscope {
namespace {

constexpr int kPreviewWidth = 560;

} // namespace

FigureDialog::FigureDialog(CompareGrid& grid, QWidget* parent) : QDialog(parent), m_grid(grid)
{
    setWindowTitle(tr("Save figure"));
    m_preview = new QLabel(this);
    m_preview->setAlignment(Qt::AlignCenter);
    m_preview->setMinimumSize(kPreviewWidth, 300);
    m_preview->setAccessibleName(tr("Preview"));
    m_width = new QDoubleSpinBox(this);
    m_width->setRange(20, 1000);
    m_width->setValue(180);
    m_width->setDecimals(0);
    m_width->setSuffix(tr(" mm"));
    m_dpi = new QSpinBox(this);
    m_dpi->setRange(50, 1200);
    m_dpi->setValue(300);
    m_columns = new QSpinBox(this);
    m_columns->setRange(1, CompareGrid::kLargestPaneCount);
    m_columns->setValue(grid.paneCount() <= 2 ? grid.paneCount() : (grid.paneCount() + 1) / 2);
    m_captions = new QCheckBox(tr("Captions"), this);
    m_captions->setChecked(true);
    m_bars = new QCheckBox(tr("Colour bars"), this);
    m_bars->setChecked(true);
    m_inset = new QCheckBox(tr("Magnified inset at the crosshair"), this);
    m_inset->setEnabled(grid.view().cursor().has_value());
    m_magnification = new QDoubleSpinBox(this);
    m_magnification->setRange(1.5, 10);
    m_magnification->setSingleStep(0.5);
    m_magnification->setDecimals(1);
    m_magnification->setValue(3);
    m_magnification->setSuffix(QString::fromUtf8(" ×"));
    m_size = new QLabel(this);
    m_size->setFont(smallerFont(2));
    m_size->setWordWrap(true);

    auto* form = new QFormLayout;
    form->addRow(tr("Width"), m_width);
    form->addRow(tr("Dots per inch"), m_dpi);
    form->addRow(tr("Columns"), m_columns);
    form->addRow(m_captions);
    form->addRow(m_bars);
    form->addRow(m_inset);
    form->addRow(tr("Magnification"), m_magnification);
    form->addRow(m_size);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Close, this);
    auto* side = new QVBoxLayout;
    side->addLayout(form);
    side->addStretch(1);
    side->addWidget(buttons);
    auto* layout = new QHBoxLayout(this);
    layout->addWidget(m_preview, 1);
    layout->addLayout(side);

    connect(buttons->button(QDialogButtonBox::Save), &QPushButton::clicked, this, &FigureDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    for (QCheckBox* box : {m_captions, m_bars, m_inset})
        connect(box, &QCheckBox::toggled, this, &FigureDialog::refresh);
    for (QDoubleSpinBox* box : {m_width, m_magnification})
        connect(box, &QDoubleSpinBox::valueChanged, this, &FigureDialog::refresh);
    for (QSpinBox* box : {m_dpi, m_columns})
        connect(box, &QSpinBox::valueChanged, this, &FigureDialog::refresh);
    connect(&grid, &CompareGrid::layersChanged, this, &FigureDialog::refresh);
    refresh();
}

FigureOptions FigureDialog::options() const
{
    FigureOptions options;
    options.width = m_width->value();
    options.dpi = m_dpi->value();
    options.columns = m_columns->value();
    options.captions = m_captions->isChecked();
    options.bars = m_bars->isChecked();
    options.magnification = m_magnification->value();
    if (m_inset->isChecked())
        options.inset = m_grid.view().cursor();
    return options;
}

void FigureDialog::refresh()
{
    const FigureOptions chosen = options();
    const QImage preview = figurePreview(figurePanels(m_grid), chosen, kPreviewWidth);
    m_preview->setPixmap(QPixmap::fromImage(preview));
    m_magnification->setEnabled(m_inset->isChecked());
    if (preview.isNull()) {
        m_preview->setText(tr("No pane shows a picture."));
        m_size->clear();
        return;
    }
    const double across = chosen.width / 25.4 * chosen.dpi;
    m_size->setText(tr("%1 × %2 pixels as PNG; PDF and SVG keep text and bars as vectors")
                        .arg(qRound(across))
                        .arg(qRound(across * preview.height() / preview.width())));
}

void FigureDialog::save()
{
    auto* dialog = new QFileDialog(this, tr("Save figure"), {}, tr("PDF (*.pdf);;SVG (*.svg);;PNG (*.png)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile("figure.pdf");
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& file) { Q_EMIT saveAsked(file, options()); });
    dialog->open();
}

} // namespace duoscope
