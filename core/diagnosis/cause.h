#pragma once

#include "core/diagnosis/evidence/evidence.h"
#include "core/diagnosis/finding.h"

#include <optional>
#include <span>

namespace wharf::diagnosis {

/// Why a rule thinks that its cause is at work.
struct Ground {
    Certainty certainty = Certainty::Certain;
    QList<StepId> restsOn;
    QStringList about;
    QStringList alternatives;
    bool seen = true;
    std::optional<Severity> severity = std::nullopt; ///< where it is not the cause's usual one
    std::optional<Owner> owner = std::nullopt;       ///< where the evidence says that it is somebody else's job
};

/// One cause: its stable code, whose job it is, how it is recognised, and how it is put into words.
///
/// A new one is a file in `causes/`: its rule reads the evidence and nothing else, its words read what the rule found; neither
/// knows of any other cause but by code. Listed in allCauses().
struct Cause {
    const char *code;
    Owner owner;
    Severity severity;
    Layer layer;
    /// Pure. None where the evidence does not speak for this cause.
    std::optional<Ground> (*rule)(const Evidence &evidence);
    /// Pure but for the language.
    FindingWords (*words)(const Finding &finding, const Evidence &evidence);
    /// Codes of what follows from this cause: dropped where it was found with a certainty at least as good.
    QStringList (*consequences)() = nullptr;
};

/// Every cause but `healthy` and `unknown`, which are what is left (verdict.h). In the order of finding-codes;
/// of TLS, what a client looks at first comes first: dates, name, chain.
[[nodiscard]] std::span<const Cause *const> allCauses();

/// The cause of that code; null for `healthy`, `unknown` and what is not known.
[[nodiscard]] const Cause *findCause(const QString &code);

} // namespace wharf::diagnosis
