// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/external_method.h"

#include "core/base/error.h"
#include "core/dataset/folder_contents.h"
#include "core/fusion/result_folder.h"
#include "core/fusion/script_manifest.h"
#include "core/fusion/script_method.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

bool isNameCharacter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.'; }

void checkName(const std::string& name)
{
    const auto refuse = [&](const std::string& why) {
        throw Error(ErrorKind::Usage, "Cannot call a method \"" + name + "\"", why,
                    "Choose another name, as in SeAFusion=results/SeAFusion");
    };
    if (name.empty() || name.front() == '.' || name.front() == '-' ||
        !std::all_of(name.begin(), name.end(), isNameCharacter))
        refuse("names are made of letters, digits, \"-\", \"_\" and \".\" and begin with none of \"-\" and \".\"");
    for (const MethodInfo& own : fusionMethods())
        if (name == own.name || name.starts_with(own.name + "-"))
            refuse("Duoscope's own " + own.title + " is called so");
}

bool isManifest(const fs::path& path) { return path.extension() == ".json"; }

bool holdsImages(const fs::path& folder)
{
    std::error_code problem;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, problem))
        if (isImageName(entry.path()))
            return true;
    return false;
}

/// With other characters than names may have replaced.
std::string plainName(std::string name)
{
    std::replace_if(
        name.begin(), name.end(), [](char c) { return !isNameCharacter(c); }, '-');
    name.erase(0, name.find_first_not_of("-."));
    return name.empty() ? "results" : name;
}

std::string suggestedName(const fs::path& source)
{
    constexpr std::string_view kPrefix = "fused_";
    fs::path path = source.lexically_normal();
    if (path.filename().empty()) // "DIR/"
        path = path.parent_path();
    const bool isOfToolbox = path.parent_path().filename() == "Algorithm";
    std::string name = isManifest(path) ? path.stem().string() : path.filename().string();
    if (name.starts_with(kPrefix))
        name.erase(0, kPrefix.size());
    if (const std::size_t last = name.rfind('_'); isOfToolbox && last != std::string::npos && last > 0)
        name.resize(last);
    return plainName(name);
}

} // namespace

std::optional<ExternalMethod> parseExternalMethod(std::string_view text)
{
    const std::size_t equals = text.find('=');
    ExternalMethod method;
    if (equals != std::string_view::npos)
        method = {std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
    else if (text.find('/') != std::string_view::npos)
        method = {suggestedName(text), std::string(text)};
    else
        return std::nullopt;
    checkName(method.name);
    if (method.source.empty())
        throw Error(ErrorKind::Usage, "Cannot use the method " + method.name, "nothing stands behind the \"=\"",
                    "Give a folder of fused images or the manifest of a TorchScript module");
    return method;
}

std::vector<ExternalMethod> externalMethodsIn(const fs::path& source)
{
    if (isManifest(source))
        return {{readScriptManifest(source).name, source}};
    if (holdsImages(source))
        return {{suggestedName(source), source}};
    std::vector<fs::path> folders;
    std::error_code problem;
    for (const fs::directory_entry& entry : fs::directory_iterator(source, problem))
        if (holdsImages(entry.path()))
            folders.push_back(entry.path());
    if (folders.empty())
        throw Error(ErrorKind::Input, "Cannot add methods from " + source.string(),
                    problem ? problem.message() : "neither it nor its subfolders hold images, and it is no manifest",
                    "Choose a folder of fused images, one of such folders, or the manifest of a TorchScript module");
    std::sort(folders.begin(), folders.end());
    std::map<std::string, int> uses;
    for (const fs::path& folder : folders)
        ++uses[suggestedName(folder)];
    std::vector<ExternalMethod> methods;
    for (const fs::path& folder : folders) {
        const std::string name = suggestedName(folder);
        methods.push_back({uses[name] == 1 ? name : plainName(folder.filename().string()), folder});
    }
    return methods;
}

bool hasResult(const ExternalMethod& method, const std::string& pairName)
{
    if (isManifest(method.source))
        return true;
    for (const char* ending : {".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff"})
        if (std::error_code ignored; fs::exists(method.source / (pairName + ending), ignored))
            return true;
    return false;
}

std::unique_ptr<FusionMethod> makeExternalMethod(const ExternalMethod& method, const FusionOptions& options)
{
    checkName(method.name);
    std::error_code ignored;
    if (fs::is_directory(method.source, ignored))
        return makeResultFolderMethod(method.name, method.source);
    if (isManifest(method.source))
        return makeScriptMethod(method.source, options, method.name);
    const bool exists = fs::exists(method.source, ignored);
    throw Error(ErrorKind::Input, "Cannot use the method " + method.name,
                method.source.string() + (exists ? " is neither a folder nor a manifest (.json)" : " does not exist"),
                "Give a folder of fused images or the manifest of a TorchScript module");
}

} // namespace duoscope
