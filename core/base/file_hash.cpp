// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_hash.h"

#include "core/base/error.h"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <memory>
#include <vector>

namespace duoscope {

std::string fileHash(const std::filesystem::path& file)
{
    const auto fail = [&](const std::string& why) {
        throw Error(ErrorKind::Input, "Cannot compute the hash of " + file.string(), why,
                    "Check the path and its permissions");
    };
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        fail("the file can't be opened");
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    bool good = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
    std::vector<char> buffer(1 << 20);
    while (good && stream) {
        stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        good = EVP_DigestUpdate(context.get(), buffer.data(), static_cast<std::size_t>(stream.gcount())) == 1;
    }
    if (stream.bad())
        fail("the file can't be read");
    if (!good || EVP_DigestFinal_ex(context.get(), digest.data(), &length) != 1)
        fail("OpenSSL refused to compute it");
    std::string text;
    for (unsigned int i = 0; i < length; ++i) {
        text += "0123456789abcdef"[digest[i] >> 4];
        text += "0123456789abcdef"[digest[i] & 15];
    }
    return text;
}

} // namespace duoscope
