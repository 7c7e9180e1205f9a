// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/viewer/pane_placeholder.h"

#include "widgets/bridge/layer_text.h"
#include "widgets/viewer/image_pane.h"

namespace duoscope {

PanePlaceholder panePlaceholder(const Session& session, const LayerPicture& picture, const std::string& method)
{
    const PairEntry* pair = session.pair(session.currentPair());
    if (!pair)
        return {ImagePane::tr("No pair"), ImagePane::tr("Open an infrared and a visible picture, or drop them here.")};
    if (!pair->error.isEmpty())
        return {ImagePane::tr("This pair can't be used"), pair->error};
    if (!pair->sources && !session.currentTrace())
        return {ImagePane::tr("Reading…"), {}};

    const QString title = missingText(picture.missing);
    switch (picture.missing) {
    case NoPicture::BeingComputed:
        return {title, ImagePane::tr("It appears here as soon as it is done.")};
    case NoPicture::Stopped:
        return {title, ImagePane::tr("Choose the layer again to compute it.")};
    case NoPicture::Failed:
        return {title, QString::fromStdString(picture.problem)};
    case NoPicture::NoModel:
        return {title, ImagePane::tr("Open one: File ▸ Open model.")};
    case NoPicture::ClassAbsent:
        return {title, ImagePane::tr("The model sees none of it here. Esc returns to the score of all classes.")};
    case NoPicture::NotComputed:
        break;
    default:
        return {title, {}};
    }

    if (!method.empty() && method != session.choice().key())
        return {title, ImagePane::tr("Fuse the pair with %1 to see this layer.").arg(session.methodTitle(method))};
    const FusionResult* result = session.currentResult();
    switch (result ? result->state : ResultState::NotFused) {
    case ResultState::Waiting:
    case ResultState::Running:
        return {title, ImagePane::tr("Being computed.")};
    case ResultState::Failed:
        return {ImagePane::tr("The fusion failed"), result->error, true};
    case ResultState::Cancelled:
        return {title, ImagePane::tr("The fusion was stopped before this."), true};
    case ResultState::LetGo:
        return {title, ImagePane::tr("Let go to save memory; fuse again to see it."), true};
    default:
        return {title, ImagePane::tr("Fuse the pair to see this layer."), true};
    }
}

} // namespace duoscope
