#include "core/diagnosis/evidence/evidence_json.h"
#include "core/diagnosis/pasted_failure.h"
#include "tests/fuzz/targets.h"

#include <QJsonDocument>

using namespace wharf::diagnosis;

void wharf::fuzz::pastedFailure(QByteArrayView input)
{
    static const QByteArray token = QByteArrayLiteral("glpat-cAnArYcAnArYcAnArY00");
    const QByteArray bytes = input.toByteArray();
    const qsizetype middle = bytes.lastIndexOf('\n', bytes.size() / 2) + 1;
    const QByteArray spiked = bytes.left(middle) + "docker login -u jo -p " + token + " h.example\n" + bytes.mid(middle);

    const PastedFailure read = readPastedFailure(decodePasted(spiked));
    Evidence evidence;
    evidence.pasted = read.evidence;
    const QByteArray kept = QJsonDocument(toJson(evidence)).toJson() + read.target.toUtf8();
    require(!kept.contains(token), "a pasted token is not kept");
    require(read.target.size() <= 1024, "a target has the size of an image's name");
    for (const QString &suspect : read.evidence.suspects)
        require(!suspect.isEmpty() && !suspect.contains(QLatin1Char(' ')), "a suspect is a code");
}
