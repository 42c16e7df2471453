#pragma once

#include "core/registry/jwt.h"

namespace wharf::ui {

/// One member of a token as people read it.
struct ClaimRow {
    QString name;    ///< as the token has it: `exp`
    QString value;   ///< times as times, lists as lists
    QString meaning; ///< a sentence; empty for a claim nobody knows

    friend bool operator==(const ClaimRow &, const ClaimRow &) = default;
};

/// The claims, those people ask about first.
[[nodiscard]] QList<ClaimRow> claimRows(const registry::JwtClaims &claims);
[[nodiscard]] QList<ClaimRow> headerRows(const registry::JwtClaims &claims);

} // namespace wharf::ui
