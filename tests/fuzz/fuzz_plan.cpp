// SPDX-License-Identifier: Apache-2.0
#include "core/flash/check.h"
#include "core/flash/drawing.h"
#include "core/flash/edit.h"
#include "core/flash/exports.h"
#include "core/flash/plan_file.h"
#include "core/flash/suggest.h"
#include "tests/fuzz/expect.h"

using namespace espseal;
using namespace espseal::flash;
using namespace Qt::StringLiterals;

namespace {

// A result, or an error that says what is wrong.
template <class T> bool explained(const Result<T> &result)
{
    return result || !result.error().message.isEmpty();
}

} // namespace

// A plan that can be read can be written and read as the same, checked, fixed, drawn and exported.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString folder = u"/plans"_s;
    const Result<Plan> plan = plan_from_json(QByteArray(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)), folder);
    if (!plan) {
        EXPECT(!plan.error().message.isEmpty() && !plan.error().fix.isEmpty());
        return 0;
    }
    const Result<Plan> again = plan_from_json(plan_to_json(*plan, folder), folder);
    EXPECT(again && *again == *plan);

    for (const Finding &finding : check(*plan)) {
        for (const FixAction &action : finding.actions) {
            Plan fixed = *plan;
            EXPECT(apply(fixed, edit_for(fixed, action).value()));
        }
    }
    (void)draw(*plan);
    EXPECT(explained(agent_settings(*plan)));
    EXPECT(explained(suggest(*plan)));
    for (const ExportFormat format : { ExportFormat::c_header, ExportFormat::partition_table, ExportFormat::csv, ExportFormat::svg, ExportFormat::esptool })
        EXPECT(explained(export_plan(*plan, format)));
    return 0;
}
