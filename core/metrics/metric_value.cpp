// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/metric_value.h"

#include <utility>

namespace duoscope {

MetricValue MetricValue::undefined(std::string reason)
{
    MetricValue value;
    value.undefinedBecause = std::move(reason);
    return value;
}

MetricValue combine(const MetricValue& infrared, const MetricValue& visible, double factor)
{
    if (infrared.isDefined() && visible.isDefined())
        return factor * (infrared.value + visible.value);
    if (infrared.isDefined() || visible.undefinedBecause == infrared.undefinedBecause)
        return visible;
    if (visible.isDefined())
        return infrared;
    return MetricValue::undefined(infrared.undefinedBecause + "; " + visible.undefinedBecause);
}

} // namespace duoscope
