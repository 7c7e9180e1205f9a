// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/open_paths.h"

#include "core/base/error.h"
#include "core/dataset/folder_contents.h"
#include "core/image/image_file.h"
#include "widgets/bridge/session.h"
#include "widgets/bridge/text.h"
#include "widgets/panels/image_naming.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QImageReader>
#include <QMap>
#include <QSize>

#include <algorithm>
#include <optional>

namespace duoscope {
namespace {

/// Looks at one thing after the other and gathers what it is.
class Finder {
    Q_DECLARE_TR_FUNCTIONS(OpenPaths)
public:
    explicit Finder(const JobControl& job) : m_job(job) {}

    void open(const QStringList& paths);
    void openDataset(const QString& folder, DatasetLayout layout);
    FoundPaths take() { return std::move(m_found); }

private:
    void openFolder(const QString& folder);
    QStringList pairByNames(const QStringList& files);
    void openTwo(const QString& a, const QString& b);
    void openOne(const QString& file);
    bool openFromDataset(const QString& file);
    void openModel(const QString& file);
    void addImages(const QString& infrared, const QString& visible);
    void add(const std::filesystem::path& infrared, const std::filesystem::path& visible, const QString& group,
             const QString& name, const std::filesystem::path& label = {}, const std::string& labelClasses = {});
    void addSample(const SampleFiles& sample, const QString& folder, const std::string& labelClasses);
    void addProblem(const std::string& core);

    const JobControl& m_job;
    FoundPaths m_found;
};

QString nameOf(const QString& file) { return QFileInfo(file).fileName(); }

/// From the header where Qt knows the format. Throws Error(Input) where it is no image that can be read.
QSize sizeOf(const QString& file)
{
    QImageReader reader(file);
    reader.setDecideFormatFromContent(true);
    if (const QSize size = reader.size(); size.isValid())
        return size;
    const cv::Mat pixels = readImageFile(toPath(file)).pixels;
    return {pixels.cols, pixels.rows};
}

QStringList imagesOf(const QString& folder)
{
    QStringList files;
    for (const QFileInfo& entry : QDir(folder).entryInfoList(QDir::Files, QDir::Name))
        if (isImageName(toPath(entry.fileName())))
            files << entry.absoluteFilePath();
    return files;
}

void Finder::addProblem(const std::string& core)
{
    QString sentence = toQString(core);
    if (!sentence.isEmpty())
        sentence[0] = sentence[0].toUpper();
    m_found.problems << (sentence.endsWith('.') ? sentence : sentence + '.');
}

void Finder::add(const std::filesystem::path& infrared, const std::filesystem::path& visible, const QString& group,
                 const QString& name, const std::filesystem::path& label, const std::string& labelClasses)
{
    m_job.checkStop();
    m_found.pairs.push_back({infrared, visible, group, name, label, labelClasses});
}

void Finder::addImages(const QString& infrared, const QString& visible)
{
    m_job.checkStop();
    try {
        const QSize first = sizeOf(infrared);
        const QSize second = sizeOf(visible);
        if (first != second) {
            m_found.problems << tr("%1 has %2 × %3 pixels and %4 has %5 × %6, so they are no pair.")
                                    .arg(nameOf(infrared), QString::number(first.width()),
                                         QString::number(first.height()), nameOf(visible),
                                         QString::number(second.width()), QString::number(second.height()));
            return;
        }
    } catch (const Error& error) {
        addProblem(error.what());
        return;
    }
    // Of night/infrared.png and night/visible.png the folder names the pair.
    QDir folder = QFileInfo(visible).dir();
    QString name = imageNaming(visible).scene;
    if (name.isEmpty()) {
        name = folder.dirName();
        folder.cdUp();
    } else if (folder != QFileInfo(infrared).dir()) {
        folder.cdUp();
    }
    add(toPath(infrared), toPath(visible), folder.dirName(), name);
}

void Finder::addSample(const SampleFiles& sample, const QString& folder, const std::string& labelClasses)
{
    QString group = QDir(folder).dirName();
    if (!sample.split.empty())
        group += '/' + toQString(sample.split);
    add(sample.infrared, sample.visible, group, toQString(sample.name), sample.label, labelClasses);
}

void Finder::openDataset(const QString& folder, DatasetLayout layout)
{
    try {
        const DatasetListing listing = listSamples(toPath(folder), layout);
        const bool hasPairs = std::any_of(listing.samples.begin(), listing.samples.end(),
                                          [](const SampleFiles& sample) { return !sample.infrared.empty(); });
        for (const SampleFiles& sample : listing.samples)
            if (!sample.infrared.empty())
                addSample(sample, folder, listing.classSet);
        for (const std::string& problem : listing.problems)
            addProblem(problem);
        if (!hasPairs)
            m_found.problems << tr("%1 has no pairs of infrared and visible images.").arg(nameOf(folder));
    } catch (const Error& error) {
        addProblem(error.what());
    }
}

void Finder::openFolder(const QString& folder)
{
    // Of a data set's folder ir/ the data set is meant.
    const bool isPart = imageNaming(folder + "/image.png").modality.has_value();
    for (const QString& root : {folder, isPart ? QFileInfo(folder).path() : folder}) {
        try {
            openDataset(root, recogniseLayout(toPath(root)));
            return;
        } catch (const Error&) {
            // Perhaps images that say by themselves what they are.
        }
    }
    const QStringList images = imagesOf(folder);
    const std::size_t before = m_found.pairs.size();
    const auto alone = static_cast<int>(pairByNames(images).size());
    if (m_found.pairs.size() == before && alone == images.size())
        m_found.problems << tr("%1 has no pairs: neither folders such as ir and vi, nor images named such as a_ir.png "
                               "and a_vi.png.")
                                .arg(nameOf(folder));
    else if (alone == 1)
        m_found.problems << tr("One image in %1 has no partner.").arg(nameOf(folder));
    else if (alone > 1)
        m_found.problems << tr("%1 images in %2 have no partner.").arg(countText(alone), nameOf(folder));
}

/// Looks for the data set that the file is of, in the folders above it.
bool Finder::openFromDataset(const QString& file)
{
    QDir folder = QFileInfo(file).dir();
    for (int up = 0; up < 3 && folder.cdUp(); ++up) {
        try {
            const std::filesystem::path root = toPath(folder.absolutePath());
            const DatasetListing listing = listSamples(root, recogniseLayout(root));
            for (const SampleFiles& sample : listing.samples) {
                const bool isPair = !sample.infrared.empty();
                if (isPair && (sample.infrared == toPath(file) || sample.visible == toPath(file))) {
                    addSample(sample, folder.absolutePath(), listing.classSet);
                    return true;
                }
            }
        } catch (const Error&) {
            // No data set there, which is nothing to speak of.
        }
    }
    return false;
}

void Finder::openOne(const QString& file)
{
    const ImageNaming naming = imageNaming(file);
    for (const QString& other : imagesOf(QFileInfo(file).absolutePath())) {
        const ImageNaming otherNaming = imageNaming(other);
        if (!naming.modality || !otherNaming.modality || *naming.modality == *otherNaming.modality ||
            naming.scene.compare(otherNaming.scene, Qt::CaseInsensitive) != 0)
            continue;
        const bool infrared = *naming.modality == Modality::Infrared;
        addImages(infrared ? file : other, infrared ? other : file);
        return;
    }
    if (openFromDataset(file))
        return;
    m_found.problems << tr("%1 has no partner: there is no image of its name in a folder beside it, such as ir and vi. "
                           "Open both images together.")
                            .arg(nameOf(file));
}

void Finder::openTwo(const QString& a, const QString& b)
{
    const std::optional<Modality> first = imageNaming(a).modality;
    const std::optional<Modality> second = imageNaming(b).modality;
    if (first && first == second) { // each of another pair
        openOne(a);
        openOne(b);
        return;
    }
    const std::size_t before = m_found.pairs.size();
    bool firstIsInfrared = true;
    QString note;
    if (first || second) {
        firstIsInfrared = first == Modality::Infrared || second == Modality::Visible;
        note = tr("%1 was taken as the infrared image, as the names say.");
    } else {
        try {
            const bool firstGray = loadSource(toPath(a), Modality::Visible).isGray();
            const bool secondGray = loadSource(toPath(b), Modality::Visible).isGray();
            firstIsInfrared = firstGray || !secondGray;
            note = firstGray != secondGray ? tr("%1 was taken as the infrared image, because it is the gray one.")
                                           : tr("%1 was taken as the infrared image, because it was named first.");
        } catch (const Error& error) {
            addProblem(error.what());
            return;
        }
    }
    addImages(firstIsInfrared ? a : b, firstIsInfrared ? b : a);
    if (m_found.pairs.size() > before)
        m_found.notes << note.arg(nameOf(firstIsInfrared ? a : b));
}

/// Adds pairs of images that are of the same scene by their names, and returns the others.
QStringList Finder::pairByNames(const QStringList& files)
{
    struct Scene {
        QStringList infrared;
        QStringList visible;
    };
    QMap<QString, Scene> scenes;
    QStringList alone;
    for (const QString& file : files) {
        const ImageNaming naming = imageNaming(file);
        if (!naming.modality)
            alone << file;
        else if (*naming.modality == Modality::Infrared)
            scenes[naming.scene.toLower()].infrared << file;
        else
            scenes[naming.scene.toLower()].visible << file;
    }
    for (const Scene& scene : std::as_const(scenes)) {
        if (scene.infrared.size() == 1 && scene.visible.size() == 1)
            addImages(scene.infrared[0], scene.visible[0]);
        else
            alone << scene.infrared << scene.visible;
    }
    return alone;
}

void Finder::openModel(const QString& file)
{
    m_found.model = toPath(file);
    m_found.notes << tr("%1 is the model of the fusions to come.").arg(nameOf(file));
}

void Finder::open(const QStringList& paths)
{
    QStringList images;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        const QString file = info.exists() ? info.canonicalFilePath() : info.absoluteFilePath();
        if (info.isDir())
            openFolder(file);
        else if (!info.exists())
            m_found.problems << tr("There is no %1.").arg(file);
        else if (info.suffix().compare("safetensors", Qt::CaseInsensitive) == 0)
            openModel(file);
        else if (info.suffix().compare("duoscope", Qt::CaseInsensitive) == 0)
            m_found.workspace = file;
        else if (isImageName(toPath(file)))
            images << file;
        else
            m_found.problems
                << tr("%1 is neither an image (PNG, JPEG, BMP, TIFF) nor a model (.safetensors) nor a workspace "
                      "(.duoscope).")
                       .arg(nameOf(file));
    }
    if (images.size() == 2) {
        openTwo(images[0], images[1]);
        return;
    }
    for (const QString& image : pairByNames(images))
        openOne(image);
}

} // namespace

FoundPaths findPaths(const QStringList& paths, const JobControl& job)
{
    Finder finder(job);
    finder.open(paths);
    return finder.take();
}

FoundPaths findDataset(const QString& folder, DatasetLayout layout, const JobControl& job)
{
    Finder finder(job);
    finder.openDataset(QFileInfo(folder).canonicalFilePath(), layout);
    return finder.take();
}

OpenResult openFound(Session& session, const FoundPaths& found)
{
    OpenResult result;
    result.problems = found.problems;
    result.notes = found.notes;
    result.workspace = found.workspace;
    for (const FoundPair& pair : found.pairs) {
        const std::size_t before = session.pairs().size();
        result.ids.push_back(
            session.addPair(pair.infrared, pair.visible, pair.group, pair.name, pair.label, pair.labelClasses));
        result.added += session.pairs().size() > before;
    }
    if (found.model)
        session.setModel(*found.model);
    return result;
}

} // namespace duoscope
