// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_input.h"

#include <stdlib.h>

#include <fstream>
#include <stdexcept>

namespace duoscope::fuzz {
namespace {

struct Folder {
    std::filesystem::path path;

    Folder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "duoscope-fuzz-XXXXXX").string();
        if (!::mkdtemp(name.data()))
            throw std::runtime_error("no temporary folder can be made");
        path = name;
    }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

} // namespace

const std::filesystem::path& folder()
{
    static const Folder one;
    return one.path;
}

std::filesystem::path fileOf(const std::uint8_t* data, std::size_t size, const std::string& name)
{
    const std::filesystem::path file = folder() / name;
    if (file.parent_path() != folder())
        std::filesystem::create_directories(file.parent_path());
    std::filesystem::remove(file); // some file systems wait for the disk where a file is cut and written anew
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    stream.close();
    if (!stream)
        throw std::runtime_error("the input cannot be written to " + file.string());
    return file;
}

} // namespace duoscope::fuzz
