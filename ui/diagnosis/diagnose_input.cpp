#include "ui/diagnosis/diagnose_input.h"

#include "core/accounts/sign_in.h"
#include "core/diagnosis/pasted_failure.h"
#include "core/diagnosis/target.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace wharf::ui {

namespace {

struct InputText {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::DiagnoseInput)
};

bool isPastedText(const QString &text)
{
    static const QRegularExpression gap(QStringLiteral("\\s"));
    return text.contains(gap);
}

QString recognisedText(const QString &target, const diagnosis::PastedEvidence &pasted)
{
    QStringList parts;
    if (!target.isEmpty())
        parts.append(target);
    const QString command = QStringList { pasted.client, pasted.action }.join(QLatin1Char(' ')).trimmed();
    if (!command.isEmpty())
        parts.append(command);
    // A line that names the target itself would say it twice.
    if (!pasted.line.isEmpty() && (target.isEmpty() || !pasted.line.contains(target)))
        parts.append(InputText::tr("“%1”", "a line of pasted output").arg(pasted.line));
    return parts.isEmpty() ? QString() : InputText::tr("Read from it: %1").arg(parts.join(QStringLiteral(" · ")));
}

} // namespace

DiagnoseInput DiagnoseInput::read(const QString &text, Examined examined, const accounts::Account *account)
{
    DiagnoseInput input;
    const QString trimmed = text.trimmed();
    input.typed = trimmed;
    if (isPastedText(trimmed)) {
        const diagnosis::PastedFailure pasted = diagnosis::readPastedFailure(trimmed);
        input.typed = pasted.target;
        input.pasted = pasted.evidence;
        input.recognised = recognisedText(pasted.target, pasted.evidence);
    }
    if (input.typed.isEmpty() && account)
        input.typed = account->host.name();
    if (input.typed.isEmpty()) {
        input.error = input.pasted.given
            ? InputText::tr("This text names no image and no host. Put the image's name before it.")
            : InputText::tr("Type a host or an image, or paste what the failed command said.");
        return input;
    }
    const diagnosis::Target target = diagnosis::readTarget(input.typed, { QStringLiteral("pull") });
    input.host = target.host;
    input.repository = target.evidence.repository;
    // What does not parse is the examination's to explain: it has a cause of its own.
    if (examined == Examined::Account && account && !target.host.isEmpty() && target.host != account->host) {
        input.error = InputText::tr("This is on %1, and the account is for %2: its token is sent nowhere else. Examine what Docker or Podman sends, or choose an account of that registry.")
                          .arg(target.host.name(), account->host.name());
        input.typed.clear();
    }
    return input;
}

diagnosis::Question DiagnoseInput::question(Examined examined, const accounts::Account *account) const
{
    diagnosis::Question question;
    question.typed = typed;
    question.pasted = pasted;
    if (pasted.action == QLatin1String("pull"))
        question.actions = { QStringLiteral("pull") };
    question.anonymous = examined == Examined::Nobody;
    // Its CA vouches for nobody else's servers.
    if (account && account->host == host)
        question.network = accounts::networkSettings(*account);
    if (examined == Examined::Account && account) {
        question.credential.userName = account->userName;
        question.credentialFrom = QStringLiteral("account");
    } else if (examined == Examined::Nobody) {
        question.credentialFrom = QStringLiteral("anonymous");
    }
    return question;
}

} // namespace wharf::ui
