#pragma once

#include "tests/gallery/diagnosed.h"
#include "tests/gallery/network.h"
#include "tests/gallery/programs.h"
#include "tests/support/test_certificates.h"

#include <QJsonObject>

namespace wharf::gallery {

/// What a scenario builds its fault from: a machine with servers around it, all of it in namespaces of its own, and the record
/// of what was proved and what came out.
class Stage {
public:
    /// Makes the machine. `kept`: a folder where outputs stay after the scenario; empty: nowhere. Throws Broken.
    Stage(const QString &wharfctl, const QString &kept);

    /// Empty at first, gone at the end: /run/gallery.
    [[nodiscard]] QString folder() const { return m_folder; }
    [[nodiscard]] Programs &programs() { return m_programs; }
    [[nodiscard]] Names &names() { return m_names; }
    /// Of every program on the client's machine.
    [[nodiscard]] QProcessEnvironment &clientEnvironment() { return m_clientEnvironment; }

    /// A file in the scene's folder, or anywhere else when the path is absolute. Returns the whole path.
    QString write(const QString &path, const QByteArray &content, bool executable = false) const;

    /// An authority that every machine trusts, as it trusts the ones of the web.
    [[nodiscard]] const test::TestCertificate &webAuthority() const { return m_webAuthority; }
    [[nodiscard]] test::TestCertificates &certificates() { return m_certificates; }
    /// A certificate for these names and addresses, issued by the web's authority.
    [[nodiscard]] test::TestCertificate certificateFor(const QStringList &names);

    /// Replaces Docker's configuration of the client's user.
    void writeDockerConfiguration(const QJsonObject &content) const;
    /// Signs Docker in: an `auths` entry as its own login writes it, every other one kept.
    void signDockerIn(const QString &key, const QString &userName, const QByteArray &password);
    /// Puts the machine's own credential helpers, which are hidden else, on the client's PATH.
    void showHelpers();
    /// Must not appear in anything that Wharfinger writes.
    void keepSecret(const QByteArray &secret) { m_secrets << secret; }
    /// A file with one more secret to a line, read after the run: issued tokens.
    void keepSecretsOf(const QString &file) { m_secretFiles << file; }

    /// Runs a shell line on the client's machine, where `$NAME` and `$SECRET` are what it signs in with, and takes down whether its
    /// output has `says`. Throws Broken when not: the fault is not there, and a verdict would say nothing.
    Said proves(const QString &what, const QString &line, const QString &says = {});
    /// The same among the servers.
    Said provesAtServers(const QString &what, const QString &line, const QString &says = {});
    /// What the variables of proves() hold.
    void useInProofs(const QString &userName, const QByteArray &secret);

    /// Lets Wharfinger diagnose, checks what it wrote for form and secrets, and takes down whether the verdict is `code`.
    Diagnosed diagnoses(const Ask &ask, const QString &code);
    /// Takes down something that does not hold.
    void complain(const QString &what) { m_complaints << what; }

    [[nodiscard]] const QStringList &complaints() const { return m_complaints; }
    [[nodiscard]] const QStringList &verdicts() const { return m_verdicts; }
    [[nodiscard]] qint64 diagnosisMilliseconds() const { return m_diagnosisMilliseconds; }

private:
    Said proved(Side side, const QString &what, const QString &line, const QString &says);
    void makeMachine(const QString &wharfctl, const QString &kept);
    [[nodiscard]] QList<QByteArray> everySecret() const;

    QString m_folder = QStringLiteral("/run/gallery");
    Programs m_programs;
    Names m_names;
    test::TestCertificates m_certificates;
    test::TestCertificate m_webAuthority;
    QProcessEnvironment m_clientEnvironment = Programs::plainEnvironment();
    QProcessEnvironment m_proofVariables;
    QJsonObject m_dockerAuths;
    QList<QByteArray> m_secrets;
    QStringList m_secretFiles;
    QStringList m_complaints;
    QStringList m_verdicts;
    qint64 m_diagnosisMilliseconds = 0;
    int m_runs = 0;
};

} // namespace wharf::gallery
