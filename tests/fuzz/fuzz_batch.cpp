// SPDX-License-Identifier: GPL-3.0-or-later
// What a batch leaves and reads again: run.json, the journal and the record beside a result. Each reader gets every
// input; what one of them takes is no use to the others and soon refused.
#include "core/batch/run_file.h"
#include "core/report/item_record.h"
#include "tests/fuzz/fuzz_input.h"

using namespace duoscope;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto run = fuzz::fileOf(data, size, "run.json");
    fuzz::valueOrError([&] {
        const RunDescription description = readRun(run);
        differenceOf(description, description);
        writeRun(run, description);
    });
    const auto journal = fuzz::fileOf(data, size, "journal.jsonl");
    fuzz::valueOrError([&] {
        readJournal(journal);
        Journal(journal).began({"item", "method"});
    });
    const TaskId task{"item", "method"};
    fuzz::fileOf(data, size, recordFile(task));
    fuzz::valueOrError([&] { readItemRecord(fuzz::folder(), task); });
    return 0;
}
