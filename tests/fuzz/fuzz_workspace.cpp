// SPDX-License-Identifier: GPL-3.0-or-later
// Workspaces as files: reading one, finding its files, writing it again. What the window makes of one is in
// tests/widgets/tst_workspace.cpp.
#include "tests/fuzz/fuzz_input.h"
#include "widgets/shell/workspace_file.h"

using namespace duoscope;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto file = QString::fromStdString(fuzz::fileOf(data, size, "input.duoscope").string());
    fuzz::valueOrError([&] {
        QJsonObject workspace = readWorkspace(file);
        const QStringList missing = missingFiles(workspace);
        if (!missing.isEmpty())
            relocate(workspace, missing[0], file);
        notesOf(workspace);
        writeWorkspace(file, workspace);
        readWorkspace(file);
    });
    return 0;
}
