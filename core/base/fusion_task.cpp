// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/fusion_task.h"

#include "core/base/error.h"

namespace duoscope {

std::string toString(FusionTask task)
{
    switch (task) {
    case FusionTask::InfraredVisible:
        return "infrared-visible";
    case FusionTask::Medical:
        return "medical";
    case FusionTask::MultiFocus:
        return "multi-focus";
    case FusionTask::MultiExposure:
        break;
    }
    return "multi-exposure";
}

FusionTask parseFusionTask(std::string_view text)
{
    for (const FusionTask task :
         {FusionTask::InfraredVisible, FusionTask::Medical, FusionTask::MultiFocus, FusionTask::MultiExposure})
        if (text == toString(task))
            return task;
    throw Error(ErrorKind::Usage, "Unknown task \"" + std::string(text.substr(0, 40)) + "\"",
                "there are infrared-visible, medical, multi-focus and multi-exposure", "Choose one of the four");
}

std::string sourcesOf(FusionTask task)
{
    switch (task) {
    case FusionTask::InfraredVisible:
        return "infrared, visible";
    case FusionTask::Medical:
        return "CT, PET or SPECT, then MRI";
    case FusionTask::MultiFocus:
        return "near focus, far focus";
    case FusionTask::MultiExposure:
        break;
    }
    return "under-exposed, over-exposed";
}

} // namespace duoscope
