// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace duoscope {

/// How a data set lies on disk. Names of folders are compared without regard to case.
enum class DatasetLayout {
    Fmb,       ///< {train,test}/{Infrared,Visible,Label}, or Infrared/ Visible/ Label/ and lists {train,val,test}.txt
    Msrs,      ///< {train,test}/{ir,vi,Segmentation_labels}
    MfNet,     ///< images/ of four channels, labels/ and lists {train,val,test}.txt
    RoadScene, ///< cropinfrared/ and crop_LR_visible/, as published
    Tno,       ///< Athena_images/, DHV_images/, FEL_images/, Triclobs_images/: scenes, paired by number
    M3fd,      ///< ir/ vi/ labels/ and meta/{train,val,pred}.txt, or Ir/ Vis/ Annotation/
    Llvip,     ///< infrared/{train,test} and visible/{train,test}
    CamVid,    ///< {train,val,test}/ and {train,val,test}annot/, or {train,val,test}/{image,label}: no infrared
    Plain,     ///< an infrared and a visible folder, at will one of labels, and boxes/{infrared,visible,fusion}
};

/// "fmb", "msrs", "mfnet", "roadscene", "tno", "m3fd", "llvip", "camvid", "plain".
std::string_view layoutName(DatasetLayout layout);
/// The inverse, without regard to case. Throws Error(Usage).
DatasetLayout parseLayout(std::string_view name);

/// The files of one scene.
struct SampleFiles {
    std::string name;                                   ///< the stem of its files; of TNO scene and number
    std::string split;                                  ///< "train", "val", "test", or "" where there are none
    std::filesystem::path infrared;                     ///< empty in CamVid
    std::filesystem::path visible;                      ///< of MFNet the same file as the infrared one
    std::filesystem::path label;                        ///< empty where the data set has no label images
    std::map<std::string, std::filesystem::path> boxes; ///< list's name ("infrared", "visible", "fusion") → YOLO text
};

/// What a data set's folder holds.
struct DatasetListing {
    DatasetLayout layout = DatasetLayout::Plain;
    std::vector<SampleFiles> samples;      ///< complete ones only, ordered by name, then split
    std::string classSet;                  ///< of the label images: "fmb", "msrs", "camvid", or "" where not known
    std::map<int, std::string> boxClasses; ///< number in the box lists → class name
    std::vector<std::string> problems;     ///< a sentence for each file that has no partner or can't be made out
};

/// Tells the layout of a folder by its shape. Throws Error(Input), saying what was looked for.
DatasetLayout recogniseLayout(const std::filesystem::path& folder);

/// Lists a data set without opening its images. Files pair by their name without the ending.
/// Throws Error(Input) where the folder does not have that shape or can't be looked into.
DatasetListing listSamples(const std::filesystem::path& folder, DatasetLayout layout);

} // namespace duoscope
