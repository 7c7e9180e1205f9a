// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/viewer/image_pane.h"

#include "widgets/bridge/colour_map.h"
#include "widgets/bridge/layer_text.h"
#include "widgets/bridge/look.h"
#include "widgets/bridge/text.h"
#include "widgets/viewer/pane_footer.h"
#include "widgets/viewer/pane_placeholder.h"
#include "widgets/viewer/picture_canvas.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cstring>

namespace duoscope {
namespace {

QToolButton* headerButton(QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setIconSize({16, 16});
    button->setFixedSize(22, 22);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

/// A small frame with a word in it, such as "what if".
class Tag : public QLabel {
public:
    using QLabel::QLabel;

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QPainter painter(this);
        painter.setPen(tone(Tone::Accent));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), sizes::kRadius, sizes::kRadius);
        painter.end();
        QPalette accent = palette();
        accent.setColor(QPalette::WindowText, tone(Tone::Accent));
        if (accent.color(QPalette::WindowText) != palette().color(QPalette::WindowText))
            setPalette(accent);
        QLabel::paintEvent(event);
    }
};

} // namespace

QString rangeGroupLetter(int group) { return group > 0 ? QString(QChar('A' + group - 1)) : QString(); }

ImagePane::ImagePane(Session& session, ViewState& linkedView, QWidget* parent)
    : QFrame(parent), m_session(session), m_linkedView(linkedView)
{
    m_header = new QWidget(this);
    m_header->setFixedHeight(sizes::kHeader);
    m_header->setAutoFillBackground(true);
    m_title = new QToolButton(m_header);
    m_title->setAutoRaise(true);
    m_title->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_title->setFont(titleFont());
    m_title->setFocusPolicy(Qt::TabFocus);
    m_title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_tag = new Tag(m_header);
    m_tag->setFont(smallerFont(2));
    m_tag->setMargin(sizes::kGap);
    m_tag->hide();
    m_note = new QLabel(m_header);
    m_note->setFont(smallerFont(2));
    m_lock = headerButton(m_header);
    m_lock->setCheckable(true);
    m_link = headerButton(m_header);
    m_link->setCheckable(true);
    m_link->setChecked(true);
    m_more = headerButton(m_header);
    auto* header = new QHBoxLayout(m_header);
    header->setContentsMargins(0, 0, sizes::kGap, 0);
    header->setSpacing(sizes::kGap);
    header->addWidget(m_title);
    header->addWidget(m_tag);
    header->addWidget(m_note);
    header->addStretch(1);
    header->addWidget(m_lock);
    header->addWidget(m_link);
    header->addWidget(m_more);

    m_canvas = new PictureCanvas(this);
    m_canvas->setView(&m_linkedView);
    m_footer = new PaneFooter(this);
    m_fuse = new QToolButton(m_canvas);
    m_fuse->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fuse->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_canvas, 1);
    layout->addWidget(m_footer);
    setMinimumSize(200, 176);

    // Menus of their own, for a button that has one draws a second arrow.
    const auto popUp = [this](QToolButton* button, void (ImagePane::*fill)(QMenu&)) {
        connect(button, &QToolButton::clicked, this, [this, button, fill] {
            QMenu menu(this);
            (this->*fill)(menu);
            menu.exec(button->mapToGlobal(QPoint(0, button->height())));
        });
    };
    popUp(m_title, &ImagePane::fillLayerMenu);
    popUp(m_more, &ImagePane::fillMoreMenu);
    connect(m_lock, &QToolButton::toggled, this, &ImagePane::setRangeLocked);
    connect(m_link, &QToolButton::toggled, this, &ImagePane::setLinked);
    connect(m_canvas, &PictureCanvas::focused, this, &ImagePane::becameCurrent);
    connect(m_fuse, &QToolButton::clicked, this, &ImagePane::fuseAsked);
    // A new stage changes trace and stage at once: one refresh serves both.
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &ImagePane::refresh);
    for (const auto signal :
         {&Session::traceChanged, &Session::stageChanged, &Session::selectedClassChanged, &Session::layersChanged})
        connect(&m_session, signal, &m_soon, qOverload<>(&QTimer::start));
    connect(&m_session, &Session::pairChanged, this, [this](int id) {
        if (id == m_session.currentPair() && m_picture.isEmpty())
            refreshPlaceholder();
    });
    for (ViewState* view : {&m_linkedView, &m_ownView})
        connect(view, &ViewState::cursorChanged, this, &ImagePane::refreshValue);
    retranslate();
}

void ImagePane::retranslate()
{
    m_lock->setIcon(lineIcon(m_locked ? "lock" : "unlock"));
    m_lock->setToolTip(m_locked ? tr("The colour range is locked; press to let it follow the picture (R)")
                                : tr("Lock the colour range (R)"));
    m_lock->setAccessibleName(tr("Lock the colour range"));
    m_link->setIcon(lineIcon(isLinked() ? "link" : "unlink"));
    m_link->setToolTip(isLinked() ? tr("Moves with the other panes; press to move alone (L)")
                                  : tr("Moves alone; press to move with the other panes (L)"));
    m_link->setAccessibleName(tr("Link to the other panes"));
    m_more->setIcon(lineIcon("more"));
    m_more->setToolTip(tr("Colours, range, copy"));
    m_more->setAccessibleName(tr("More of this pane"));
    m_canvas->setAccessibleName(tr("Picture"));
    m_fuse->setText(tr("Fuse   F9"));
    m_fuse->setIcon(lineIcon("fuse"));
    QPalette header = palette();
    header.setColor(QPalette::Window, tone(Tone::Header));
    m_header->setPalette(header);
    QPalette note = palette();
    note.setColor(QPalette::WindowText, tone(Tone::Secondary));
    m_note->setPalette(note);
    refresh();
}

void ImagePane::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
}

void ImagePane::setLayer(const Layer& layer)
{
    m_layer = layer;
    m_session.analysis().forgetStopped(); // whoever chooses a layer wants it
    refresh();
    Q_EMIT layerChanged();
}

void ImagePane::setPartner(const Layer& layer)
{
    m_partner = layer;
    if (m_mode != Mode::Alone)
        refresh();
}

void ImagePane::setMode(Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    refresh();
}

bool ImagePane::isLinked() const { return m_canvas->view() == &m_linkedView; }

void ImagePane::setLinked(bool linked)
{
    if (linked == isLinked())
        return;
    if (!linked) {
        m_ownView.setFree(m_canvas->zoom(), m_linkedView.centre());
        m_ownView.setCursor(m_linkedView.cursor());
    }
    m_canvas->setView(linked ? &m_linkedView : &m_ownView);
    m_link->setChecked(linked);
    retranslate();
    Q_EMIT controlsChanged();
}

void ImagePane::setRangeLocked(bool locked)
{
    if (locked == m_locked)
        return;
    m_locked = locked;
    if (locked) {
        m_choice = {RangeChoice::Mode::Fixed, 1, m_range.low, m_range.high};
    } else {
        m_choice = {};
    }
    m_lock->setChecked(locked);
    retranslate();
    Q_EMIT controlsChanged();
}

void ImagePane::setRangeChoice(const RangeChoice& choice)
{
    m_choice = choice;
    m_locked = choice.mode == RangeChoice::Mode::Fixed;
    const QSignalBlocker blocker(m_lock);
    m_lock->setChecked(m_locked);
    retranslate();
}

void ImagePane::setRangeGroup(int group)
{
    group = std::clamp(group, 0, kRangeGroups);
    if (group == m_group)
        return;
    m_group = group;
    m_sharedRange.reset();
    refresh();
    Q_EMIT controlsChanged();
}

void ImagePane::setSharedRange(std::optional<std::pair<double, double>> range)
{
    if (range == m_sharedRange)
        return;
    m_sharedRange = range;
    showPicture();
}

void ImagePane::setColourMap(std::optional<ColourMapName> map)
{
    m_map = map;
    refresh();
}

void ImagePane::setIsotherm(double share)
{
    m_isotherm = share;
    refresh();
}

void ImagePane::setLabelStyle(const LabelStyle& style)
{
    m_labelStyle = style;
    refresh();
}

void ImagePane::setCurrent(bool current)
{
    if (m_current == current)
        return;
    m_current = current;
    update();
}

ColourMapName ImagePane::displayedMap() const { return m_map.value_or(m_picture.map); }

QString ImagePane::title() const
{
    // A difference follows the stage that is looked at.
    return layerTitle(shownLayer(), shownLayer().minus ? m_session.stage() : m_picture.stage);
}

QString ImagePane::methodOf(const Layer& layer) const
{
    const auto named = [this](const std::string& key) {
        return m_session.methodTitle(key.empty() ? m_session.choice().key() : key);
    };
    if (layer.minus && layer.minus->method != layer.first.method)
        return QString("%1 − %2").arg(named(layer.first.method), named(layer.minus->method));
    return layer.first.method.empty() ? QString() : named(layer.first.method);
}

QString ImagePane::caption() const
{
    const auto named = [this](const QString& title, const Layer& layer) {
        const QString note = noteOf(layer);
        return note.isEmpty() ? title : title + QString::fromUtf8(" · ") + note;
    };
    QString text = named(title(), shownLayer());
    if (m_mode == Mode::Curtain && !m_canvas->curtainImage().isNull())
        text = tr("left %1, right %2").arg(text, named(layerTitle(m_partner, m_session.stage()), m_partner));
    if (!m_tag->isHidden())
        text += QString::fromUtf8(" · ") + m_tag->text();
    return text;
}

QString ImagePane::noteOf(const Layer& layer) const
{
    QStringList parts;
    if (const QString method = methodOf(layer); !method.isEmpty())
        parts << method;
    if (layer.first.kind == LayerKind::ResultAttribution) {
        const AttributionChoice choice = m_session.attributionChoice();
        parts << tr("from %1").arg(baselineTitle(choice.baseline));
        if (m_picture.classes && choice.classId >= 0 && choice.classId < m_picture.classes->size())
            parts << classTitle(m_picture.classes->at(choice.classId).name);
    }
    return parts.join(QString::fromUtf8(" · "));
}

Layer ImagePane::shownLayer() const
{
    if (m_mode == Mode::Flipped)
        return m_partner;
    if (m_mode == Mode::Difference && !m_layer.minus && !m_partner.minus)
        return {m_layer.first, m_partner.first, false};
    return m_layer;
}

cv::Mat ImagePane::overlayBackground(const LayerPicture& picture, const LayerSource& source) const
{
    const LayerKind kind = source.kind;
    LayerSource base{LayerKind::Fused, -1, source.method};
    if (kind == LayerKind::SegmentationInfrared)
        base.kind = LayerKind::Infrared;
    else if (kind == LayerKind::SegmentationVisible)
        base.kind = LayerKind::Visible;
    const cv::Mat values = m_session.picture({base, {}, false}).values;
    return values.size() == picture.labels.size() ? values : cv::Mat();
}

QImage ImagePane::render(const LayerPicture& picture, const LayerSource& source, const DisplayRange& range) const
{
    QImage image = picture.form == PictureForm::Labels
                       ? renderLabels(picture.labels, picture.classes ? *picture.classes : ClassSet(),
                                      overlayBackground(picture, source), m_labelStyle)
                       : renderPicture(picture, range, m_map.value_or(picture.map));
    if (m_isotherm != 0 && picture.form == PictureForm::Scalar)
        markIsotherm(image, picture.values, isothermLimits(picture.values, m_isotherm));
    // The class looked at, if it is in this pair.
    const TracePointer looked = m_session.currentTrace();
    const int id = m_session.selectedClass();
    if (looked && id >= 0 && id < static_cast<int>(looked->classes.size()) &&
        looked->classes[static_cast<std::size_t>(id)].pixels > 0)
        dimOutside(image, looked->regions, id);
    return image;
}

void ImagePane::refresh()
{
    m_soon.stop();
    if (isVisible()) {
        m_session.ask(shownLayer());
        if (m_mode == Mode::Curtain)
            m_session.ask(m_partner);
    }
    m_picture = m_session.picture(shownLayer());
    const TracePointer trace = m_session.traceOf(shownLayer().first);
    m_title->setAccessibleName(tr("Layer: %1").arg(title()));
    if (m_mode == Mode::Curtain) {
        const QString right = layerTitle(m_partner, m_session.stage());
        const QString note = noteOf(m_partner);
        m_note->setText(tr("right of the curtain: %1").arg(right + (note.isEmpty() ? "" : " · " + note)));
    } else if (m_isotherm != 0 && m_picture.form == PictureForm::Scalar && !m_picture.isEmpty()) {
        const auto [low, high] = isothermLimits(m_picture.values, m_isotherm);
        m_note->setText(m_isotherm > 0 ? tr("green: ≥ %1").arg(valueText(low))
                                       : tr("green: ≤ %1").arg(valueText(high)));
    } else {
        m_note->setText(noteOf(shownLayer()));
    }
    const LayerKind kind = shownLayer().first.kind;
    const bool changes = hasStages(kind) || kind == LayerKind::InfraredWeight || kind == LayerKind::VisibleWeight ||
                         kind == LayerKind::SegmentationFused || kind == LayerKind::ResultAttribution;
    const bool ofThePair = kind == LayerKind::Infrared || kind == LayerKind::Visible;
    const bool whatIf = changes && trace && trace->isWhatIf();
    const bool stale = !ofThePair && !m_picture.isEmpty() && trace && m_session.isStale(*trace);
    m_tag->setText(whatIf ? trace->isPreview ? tr("preview") : tr("what if")
                   : trace && m_session.isOfOtherModel(trace->provenance) ? tr("other model")
                                                                          : tr("other settings"));
    m_tag->setVisible(whatIf || stale);
    fitTitle();
    if (m_picture.isEmpty()) {
        m_canvas->setImage({});
        m_canvas->setCurtainImage({});
        m_footer->clear();
        refreshPlaceholder();
        return;
    }
    m_fuse->hide();
    if (m_picture.form == PictureForm::Labels) {
        const ClassSet classes = m_picture.classes ? *m_picture.classes : ClassSet();
        std::vector<std::int64_t> counts(static_cast<std::size_t>(std::max(1, classes.size())));
        for (int y = 0; y < m_picture.labels.rows; ++y) {
            const int* row = m_picture.labels.ptr<int>(y);
            for (int x = 0; x < m_picture.labels.cols; ++x)
                if (row[x] >= 0 && row[x] < static_cast<int>(counts.size()))
                    ++counts[static_cast<std::size_t>(row[x])];
        }
        std::vector<int> present;
        for (std::size_t id = 0; id < counts.size(); ++id)
            if (counts[id] > 0)
                present.push_back(static_cast<int>(id));
        std::stable_sort(present.begin(), present.end(), [&](int a, int b) {
            return counts[static_cast<std::size_t>(a)] > counts[static_cast<std::size_t>(b)];
        });
        m_footer->setClasses(classes, present);
        m_range = {};
        m_ownRange = {};
    } else {
        m_ownRange = displayRange(m_picture, m_choice);
    }
    showPicture();
    Q_EMIT rangeFound();
}

void ImagePane::showPicture()
{
    if (m_picture.isEmpty())
        return;
    if (m_picture.form != PictureForm::Labels) {
        m_range =
            m_sharedRange
                ? displayRange(m_picture, {RangeChoice::Mode::Fixed, 1, m_sharedRange->first, m_sharedRange->second})
                : m_ownRange;
        if (m_picture.form == PictureForm::Colour)
            m_footer->setColourPicture();
        else
            m_footer->setBar(m_range, displayedMap(), unitText(m_picture), rangeGroupLetter(m_group));
    }
    m_canvas->setImage(render(m_picture, shownLayer().first, m_range), [this](int x, int y) {
        return valueAt({x, y});
    });
    if (m_mode == Mode::Curtain) {
        const LayerPicture other = m_session.picture(m_partner);
        // What is alike has one range on both sides, that of the footer.
        const bool alike = other.form == m_picture.form && other.isSigned == m_picture.isSigned &&
                           other.naturalRange == m_picture.naturalRange && std::strcmp(other.unit, m_picture.unit) == 0;
        m_canvas->setCurtainImage(
            other.isEmpty() ? QImage()
                            : render(other, m_partner.first, alike ? m_range : displayRange(other, m_choice)));
    } else {
        m_canvas->setCurtainImage({});
    }
    refreshValue();
}

void ImagePane::fitTitle()
{
    const QFontMetrics metrics(m_title->font());
    const QString arrow = QString::fromUtf8("  ▾");
    int room = m_header->width() - 3 * m_lock->width() - 6 * sizes::kGap;
    if (!m_tag->isHidden())
        room -= m_tag->sizeHint().width() + sizes::kGap;
    const int text = room - metrics.horizontalAdvance(arrow) - 2 * sizes::kPad;
    const auto show = [&](const QString& name) {
        m_title->setText(metrics.elidedText(name, Qt::ElideRight, text) + arrow);
        return room - m_title->sizeHint().width() - sizes::kGap; // what is left for the note
    };
    const QString method = methodOf(shownLayer());
    int left = show(title());
    const bool namesMethod = !method.isEmpty() && m_note->text() == noteOf(shownLayer());
    const bool lacksRoom = namesMethod && m_note->sizeHint().width() > left;
    if (lacksRoom) // of one layer by several methods the method is what tells them apart
        left = show(method);
    const QString note = m_mode == Mode::Curtain ? QString() : noteOf(shownLayer());
    m_title->setToolTip((note.isEmpty() ? title() : title() + QString::fromUtf8(" · ") + note) + "\n" +
                        tr("Choose the layer"));
    m_note->setVisible(!lacksRoom && left > 40 && !m_note->text().isEmpty());
    m_note->setMaximumWidth(std::max(0, left));
}

void ImagePane::refreshPlaceholder()
{
    const PanePlaceholder placeholder = panePlaceholder(m_session, m_picture, shownLayer().first.method);
    m_canvas->setPlaceholder(placeholder.title, placeholder.hint);
    m_fuse->setVisible(placeholder.canFuse);
    m_fuse->adjustSize();
    m_fuse->move((m_canvas->width() - m_fuse->width()) / 2,
                 m_canvas->height() / 2 + fontMetrics().height() + sizes::kPad);
}

void ImagePane::showEvent(QShowEvent* event)
{
    QFrame::showEvent(event);
    m_soon.start(); // what is computed for those that look was not asked for while it was hidden
}

void ImagePane::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    fitTitle();
    if (m_picture.isEmpty())
        refreshPlaceholder();
}

QString ImagePane::valueAt(QPoint pixel) const
{
    if (m_picture.form == PictureForm::Labels) {
        const int id = m_picture.labels.at<int>(pixel.y(), pixel.x());
        return m_picture.classes && id >= 0 && id < m_picture.classes->size()
                   ? classTitle(m_picture.classes->at(id).name)
                   : QString::number(id);
    }
    const double value = m_picture.values.at<float>(pixel.y(), pixel.x());
    return m_picture.isSigned ? signedText(value) : valueText(value);
}

void ImagePane::refreshValue()
{
    const auto pixel = m_canvas->cursorPixel();
    if (!pixel || m_picture.isEmpty()) {
        m_footer->setValue({});
        return;
    }
    const QString text = valueAt(*pixel);
    m_footer->setValue(m_picture.form == PictureForm::Colour ? "Y " + text : text);
}

QImage ImagePane::coloured() const { return m_canvas->image(); }

QImage ImagePane::colouredWithCurtain() const
{
    QImage image = coloured();
    if (image.isNull() || m_canvas->curtainImage().isNull())
        return image;
    const double column = m_canvas->toPicture({m_canvas->curtain() * m_canvas->width(), 0}).x();
    const int from = std::clamp(qRound(column), 0, image.width());
    const QRect right(from, 0, image.width() - from, image.height());
    const QImage& other = m_canvas->curtainImage();
    const double x = static_cast<double>(other.width()) / image.width();
    QPainter painter(&image);
    painter.drawImage(right, other, QRectF(right.left() * x, 0, right.width() * x, other.height()));
    painter.fillRect(QRect(from, 0, 1, image.height()), Qt::white);
    return image;
}

void ImagePane::copyPicture() const { QApplication::clipboard()->setImage(coloured()); }

void ImagePane::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu(this);
    fillMoreMenu(menu);
    menu.exec(event->globalPos());
}

void ImagePane::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(m_current ? tone(Tone::Accent) : tone(Tone::Line));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace duoscope
