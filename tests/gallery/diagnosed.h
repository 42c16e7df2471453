#pragma once

#include "tests/gallery/programs.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace wharf::gallery {

/// One run of `wharfctl diagnose`.
struct Ask {
    QString target = QStringLiteral("registry.example.com/group/app:1.0");
    QString userName; ///< empty: nobody in particular, or what the clients would send
    QByteArray secret;
    QStringList options;
    QString prefix; ///< a program that runs it: `faketime -f +400d`
};

/// What came of it.
struct Diagnosed {
    Said said;
    QJsonObject document;
    QByteArray report;
    QByteArray har;
    qint64 milliseconds = 0;

    [[nodiscard]] QString verdict() const;
    /// Every code, the verdict's first.
    [[nodiscard]] QStringList codes() const;
};

/// Runs it on the client's machine, in `folder`.
[[nodiscard]] Diagnosed runDiagnosis(const Programs &programs, const Ask &ask, const QString &folder, const QProcessEnvironment &environment);

/// What is wrong with the form of what it wrote: JSON by its schema, exit status by the verdict, report and HAR there. Empty: nothing.
[[nodiscard]] QStringList faultsOfForm(const Diagnosed &diagnosed);

} // namespace wharf::gallery
