// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/layout_shapes.h"

#include "core/dataset/box_list.h"
#include "core/dataset/folder_contents.h"
#include "core/dataset/sample_pairing.h"
#include "core/dataset/split_lists.h"
#include "core/dataset/tno_scenes.h"

#include <algorithm>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kSplits{"train", "val", "test"};

SampleFolders pairIn(const fs::path& folder, const std::string& split = "")
{
    SampleFolders folders;
    folders.infrared = findFolder(folder, kInfraredFolders);
    folders.visible = findFolder(folder, kVisibleFolders);
    folders.label = findFolder(folder, kLabelFolders);
    folders.split = split;
    return folders;
}

bool isPair(const SampleFolders& folders) { return !folders.infrared.empty() && !folders.visible.empty(); }
bool hasPair(const fs::path& folder) { return isPair(pairIn(folder)); }

/// Whether the folder of a split has that shape.
bool anySplit(const fs::path& folder, bool (*matches)(const fs::path&))
{
    return std::any_of(kSplits.begin(), kSplits.end(), [&](const std::string& split) {
        const fs::path inside = findFolder(folder, {split});
        return !inside.empty() && matches(inside);
    });
}

void listPairsInSplits(const fs::path& folder, DatasetListing& listing)
{
    for (const std::string& split : kSplits)
        if (const SampleFolders folders = pairIn(findFolder(folder, {split}), split); isPair(folders))
            addPaired(folders, listing);
}

// FMB -------------------------------------------------------------------------------------------------------------

/// MSRS has the same shape but for the names.
bool hasFmbFolders(const fs::path& folder)
{
    return !findFolder(folder, {"infrared"}).empty() && !findFolder(folder, {"visible"}).empty();
}

bool isFlatFmb(const fs::path& folder)
{
    return hasFmbFolders(folder) && !findFolder(folder, {"label"}).empty() && !splitListsIn(folder).empty();
}

bool isFmb(const fs::path& folder) { return anySplit(folder, hasFmbFolders) || isFlatFmb(folder); }

void listFmb(const fs::path& folder, DatasetListing& listing)
{
    if (!isFlatFmb(folder)) {
        listPairsInSplits(folder, listing);
        return;
    }
    addPaired(pairIn(folder), listing);
    applySplitLists(splitListsIn(folder), listing);
}

// MSRS and MFNet --------------------------------------------------------------------------------------------------

bool isMsrs(const fs::path& folder) { return anySplit(folder, hasPair); }

SampleFolders mfNetFolders(const fs::path& folder)
{
    SampleFolders folders;
    folders.infrared = folders.visible = findFolder(folder, {"images"});
    folders.label = findFolder(folder, {"labels"});
    return folders;
}

bool isMfNet(const fs::path& folder)
{
    const SampleFolders folders = mfNetFolders(folder);
    return !folders.visible.empty() && !folders.label.empty() && !splitListsIn(folder).empty();
}

void listMfNet(const fs::path& folder, DatasetListing& listing)
{
    addPaired(mfNetFolders(folder), listing);
    applySplitLists(splitListsIn(folder), listing);
}

// RoadScene -------------------------------------------------------------------------------------------------------

SampleFolders roadSceneFolders(const fs::path& folder)
{
    SampleFolders folders;
    folders.infrared = findFolder(folder, {"cropinfrared"});
    folders.visible = findFolder(folder, {"crop_lr_visible"});
    return folders;
}

bool isRoadScene(const fs::path& folder) { return isPair(roadSceneFolders(folder)); }

void listRoadScene(const fs::path& folder, DatasetListing& listing) { addPaired(roadSceneFolders(folder), listing); }

// M3FD ------------------------------------------------------------------------------------------------------------

/// As its authors number them.
const std::map<int, std::string> kM3fdClasses{{0, "person"}, {1, "car"},        {2, "bus"},
                                              {3, "lamp"},   {4, "motorcycle"}, {5, "truck"}};

bool isM3fd(const fs::path& folder)
{
    return hasPair(folder) && !findFolder(folder, {"meta", "annotation", "annotations"}).empty();
}

void listM3fd(const fs::path& folder, DatasetListing& listing)
{
    SampleFolders folders = pairIn(folder);
    if (!folders.label.empty()) {
        folders.boxes["fusion"] = folders.label; // texts, not images: what was seen in either
        folders.label.clear();
        listing.boxClasses = kM3fdClasses;
    }
    if (const fs::path marked = findFolder(folder, {"annotation", "annotations"}); !marked.empty())
        listing.problems.push_back("the boxes in " + marked.string() +
                                   " are left out: XML is not read; texts in labels/ are");
    addPaired(folders, listing);
    const fs::path meta = findFolder(folder, {"meta"});
    SplitLists lists = splitListsIn(meta);
    if (const fs::path held = findFile(meta, "pred.txt"); !held.empty())
        lists.emplace_back(held, "test");
    if (!lists.empty())
        applySplitLists(lists, listing);
}

// LLVIP -----------------------------------------------------------------------------------------------------------

SampleFolders llvipSplit(const fs::path& folder, const std::string& split)
{
    SampleFolders folders;
    folders.infrared = findFolder(findFolder(folder, {"infrared"}), {split});
    folders.visible = findFolder(findFolder(folder, {"visible"}), {split});
    folders.split = split;
    return folders;
}

bool isLlvip(const fs::path& folder)
{
    return std::any_of(kSplits.begin(), kSplits.end(),
                       [&](const std::string& split) { return isPair(llvipSplit(folder, split)); });
}

void listLlvip(const fs::path& folder, DatasetListing& listing)
{
    if (const fs::path marked = findFolder(folder, {"annotations"}); !marked.empty())
        listing.problems.push_back("the boxes in " + marked.string() + " are left out: XML is not read");
    for (const std::string& split : kSplits)
        if (const SampleFolders folders = llvipSplit(folder, split); isPair(folders))
            addPaired(folders, listing);
}

// CamVid ----------------------------------------------------------------------------------------------------------

/// Images and labels of one split; empty where it is not there.
SampleFolders camVidSplit(const fs::path& folder, const std::string& split)
{
    const fs::path ours = findFolder(folder, {split});
    const fs::path beside = findFolder(folder, {split + "annot"});
    SampleFolders folders;
    folders.split = split;
    if (!ours.empty() && !beside.empty()) {
        folders.visible = ours;
        folders.label = beside;
    } else if (!ours.empty() && !hasPair(ours)) {
        folders.visible = findFolder(ours, {"image", "images"});
        folders.label = findFolder(ours, kLabelFolders);
    }
    return folders;
}

bool isWholeSplit(const SampleFolders& folders) { return !folders.visible.empty() && !folders.label.empty(); }

bool isCamVid(const fs::path& folder)
{
    for (const std::string& split : kSplits)
        if (isWholeSplit(camVidSplit(folder, split)))
            return true;
    return false;
}

void listCamVid(const fs::path& folder, DatasetListing& listing)
{
    for (const std::string& split : kSplits)
        if (const SampleFolders folders = camVidSplit(folder, split); isWholeSplit(folders))
            addPaired(folders, listing);
}

// Plain folders ----------------------------------------------------------------------------------------------------

void listPlain(const fs::path& folder, DatasetListing& listing)
{
    SampleFolders folders = pairIn(folder);
    if (std::vector<std::string> ignored; !folders.label.empty() && imagesIn(folders.label, ignored).empty()) {
        listing.problems.push_back("the folder " + folders.label.string() + " is left out: it holds no label images");
        folders.label.clear();
    }
    const fs::path boxes = findFolder(folder, {"boxes"});
    const fs::path names = findFile(boxes, "classes.txt");
    for (const char* list : {"infrared", "visible", "fusion"})
        if (const fs::path texts = findFolder(boxes, {list}); !texts.empty())
            folders.boxes[list] = texts;
    if (!folders.boxes.empty() && names.empty()) {
        listing.problems.push_back("the boxes in " + boxes.string() +
                                   " are left out: there is no classes.txt that names their classes");
        folders.boxes.clear();
    } else if (!folders.boxes.empty()) {
        listing.boxClasses = readBoxClasses(names);
    }
    addPaired(folders, listing);
}

} // namespace

const std::vector<LayoutShape>& layoutShapes()
{
    static const std::vector<LayoutShape> kShapes{
        {DatasetLayout::Fmb, "fmb", "train/ or test/ with Infrared/ and Visible/, or these with Label/ and train.txt",
         "fmb", isFmb, listFmb},
        {DatasetLayout::Msrs, "msrs", "train/ or test/ with ir/ and vi/", "msrs", isMsrs, listPairsInSplits},
        {DatasetLayout::MfNet, "mfnet", "images/, labels/ and train.txt", "msrs", isMfNet, listMfNet},
        {DatasetLayout::RoadScene, "roadscene", "cropinfrared/ and crop_LR_visible/", "", isRoadScene, listRoadScene},
        {DatasetLayout::Tno, "tno", "Athena_images/, DHV_images/, FEL_images/ or Triclobs_images/", "", isTno, listTno},
        {DatasetLayout::Llvip, "llvip", "infrared/train and visible/train, or their test/", "", isLlvip, listLlvip},
        {DatasetLayout::M3fd, "m3fd", "ir/ and vi/ with meta/ or Annotation/", "", isM3fd, listM3fd},
        {DatasetLayout::CamVid, "camvid", "train/ and trainannot/, or train/image and train/label", "camvid", isCamVid,
         listCamVid},
        {DatasetLayout::Plain, "plain",
         "an infrared folder (ir, infrared, thermal) and a visible one (vi, vis, visible)", "", hasPair, listPlain},
    };
    return kShapes;
}

} // namespace duoscope
