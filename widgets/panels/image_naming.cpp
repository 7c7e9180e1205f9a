// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/image_naming.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QStringList>

namespace duoscope {
namespace {

// Whole words, but for digits: "IR18" counts and "FIRST" does not.
const QRegularExpression& infraredWord()
{
    static const QRegularExpression kWord("(?<![A-Za-z])(infrared|thermal|lwir|mwir|swir|nir|ir)(?![A-Za-z])",
                                          QRegularExpression::CaseInsensitiveOption);
    return kWord;
}

const QRegularExpression& visibleWord()
{
    static const QRegularExpression kWord("(?<![A-Za-z])(visible|visual|vis|vi|rgb)(?![A-Za-z])",
                                          QRegularExpression::CaseInsensitiveOption);
    return kWord;
}

/// @param inside  whether the long words count as parts of others, as in "cropinfrared"
std::optional<Modality> modalityIn(const QString& name, bool inside)
{
    const bool infrared =
        infraredWord().match(name).hasMatch() || (inside && name.contains("infrared", Qt::CaseInsensitive));
    const bool visible =
        visibleWord().match(name).hasMatch() || (inside && name.contains("visible", Qt::CaseInsensitive));
    if (infrared == visible)
        return {};
    return infrared ? Modality::Infrared : Modality::Visible;
}

} // namespace

ImageNaming imageNaming(const QString& file)
{
    static const QRegularExpression kSeparators("[_\\-. ]+");
    const QFileInfo info(file);
    ImageNaming naming;
    QString scene = info.completeBaseName();
    naming.modality = modalityIn(scene, false);
    if (naming.modality)
        scene.remove(infraredWord()).remove(visibleWord());
    naming.scene = scene.split(kSeparators, Qt::SkipEmptyParts).join('_');
    // Two folders up for LLVIP, which has infrared/train.
    const QStringList folders = info.absolutePath().split('/');
    for (int up = 1; up <= 2 && !naming.modality; ++up)
        naming.modality = modalityIn(folders.value(folders.size() - up), true);
    return naming;
}

} // namespace duoscope
