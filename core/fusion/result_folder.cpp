// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/result_folder.h"

#include "core/base/error.h"
#include "core/dataset/folder_contents.h"
#include "core/fusion/single_stage_run.h"

namespace duoscope {
namespace {

std::string sizeText(cv::Size size) { return std::to_string(size.width) + " x " + std::to_string(size.height); }

class ResultFolderMethod : public FusionMethod {
public:
    ResultFolderMethod(std::string name, std::filesystem::path folder, FilesByStem images)
        : m_name(std::move(name)), m_folder(std::move(folder)),
          m_images(std::make_shared<const FilesByStem>(std::move(images)))
    {
    }

    std::unique_ptr<FusionRun> start(ImagePair pair) const override
    {
        Provenance provenance;
        provenance.method = m_name;
        provenance.options = {{"results", m_folder.filename().string()}};
        provenance.device = "cpu";
        provenance.threads = 1;
        const auto read = [name = m_name, folder = m_folder, images = m_images](const ImagePair& sources,
                                                                                const JobControl&) {
            for (const std::string& stem :
                 {sources.name, sources.visible.path.stem().string(), sources.infrared.path.stem().string()})
                if (const auto found = images->find(stem); found != images->end())
                    return readResult(found->second, sources.size());
            throw Error(ErrorKind::Input, "There is no result of " + name + " for " + sources.name,
                        folder.string() + " holds no image of that name", "Add it, or leave this pair out");
        };
        return makeSingleStageRun(std::move(provenance), read, false, std::move(pair));
    }

private:
    static cv::Mat readResult(const std::filesystem::path& file, cv::Size size)
    {
        const SourceImage image = loadSource(file, Modality::Visible, {RangeRequest::Kind::Full});
        if (image.size() != size)
            throw Error(ErrorKind::Input, "Cannot use " + file.string(),
                        "it has " + sizeText(image.size()) + " pixels and the pair " + sizeText(size),
                        "Open the pair in the size in which it was fused");
        return image.luminance;
    }

    std::string m_name;
    std::filesystem::path m_folder;
    std::shared_ptr<const FilesByStem> m_images;
};

} // namespace

std::unique_ptr<FusionMethod> makeResultFolderMethod(const std::string& name, const std::filesystem::path& folder)
{
    std::vector<std::string> problems; // of two files of one name the first counts
    FilesByStem images = imagesIn(folder, problems);
    if (images.empty())
        throw Error(ErrorKind::Input, "Cannot use the results of " + name,
                    "there are no images right inside " + folder.string(), "Give the folder of the fused images");
    return std::make_unique<ResultFolderMethod>(name, folder.lexically_normal(), std::move(images));
}

} // namespace duoscope
