// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/synthetic_scene.h"
#include "core/image/image_file.h"
#include "widgets/bridge/session.h"

#include <QTemporaryDir>

#include <filesystem>
#include <string>

namespace duoscope {

inline std::filesystem::path sourceResources() { return std::filesystem::path(DUOSCOPE_SOURCE_DIR) / "resources"; }
inline std::filesystem::path bundledModelFile() { return sourceResources() / "models" / "uaafusion.safetensors"; }

/// Street scenes of 96×64 pixels as files, two where no number is given: ir/scene0.png, vi/scene0.png, …
class SmallScenes {
public:
    explicit SmallScenes(int count = 2)
    {
        std::filesystem::create_directories(folder() / "ir");
        std::filesystem::create_directories(folder() / "vi");
        for (int i = 0; i < count; ++i) {
            const SyntheticScene scene =
                generateScene({96, 64, static_cast<std::uint64_t>(7 + i),
                               i % 2 == 0 ? SceneTime::Night : SceneTime::Day, SceneWeather::Clear});
            writeImageFile(infrared(i), scene.infrared);
            writeImageFile(visible(i), scene.visible);
        }
        writeImageFile(otherSize(), generateScene({64, 48, 3, SceneTime::Day, SceneWeather::Clear}).visible);
    }

    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    std::filesystem::path infrared(int i) const { return folder() / "ir" / fileName(i); }
    std::filesystem::path visible(int i) const { return folder() / "vi" / fileName(i); }
    std::filesystem::path otherSize() const { return folder() / "other.png"; }
    int addTo(Session& session, int i) const { return session.addPair(infrared(i), visible(i), "scenes"); }

private:
    static std::string fileName(int i) { return "scene" + std::to_string(i) + ".png"; }
    std::filesystem::path folder() const { return m_folder.path().toStdString(); }

    QTemporaryDir m_folder;
};

} // namespace duoscope
