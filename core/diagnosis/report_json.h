#pragma once

#include "core/diagnosis/examination.h"

#include <QJsonObject>

namespace wharf::diagnosis {

/// The members of the document `wharfinger.diagnosis/1`; its schema is in resources/schemas. No secret is in it.
[[nodiscard]] QJsonObject diagnosisDocument(const Diagnosis &diagnosis);

} // namespace wharf::diagnosis
