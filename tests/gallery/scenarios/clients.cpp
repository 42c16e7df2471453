// The registry is well, and the client's own files and helpers are not.
#include "tests/gallery/basic_site.h"
#include "tests/gallery/scenario.h"

namespace wharf::gallery {

using namespace Qt::StringLiterals;

namespace {

const QString image = u"registry.example.com/group/app:1.0"_s;

QJsonObject entry(const QString &userName, const QByteArray &password)
{
    return { { u"auth"_s, QString::fromLatin1((userName.toUtf8() + ':' + password).toBase64()) } };
}

QJsonObject auths(const QString &key, const QJsonObject &value)
{
    return { { u"auths"_s, QJsonObject { { key, value } } } };
}

/// What Docker's command line does with the file as it stands: it asks a real daemon to pull.
void provePull(Stage &stage, const QString &what, const QString &says)
{
    Docker docker;
    docker.start(stage);
    stage.proves(what, u"docker pull "_s + image, says);
}

/// The password works; nothing but the client is at fault.
void proveRegistryWell(Stage &stage)
{
    stage.proves(u"the registry takes the password"_s, u"curl -sS -i -u \"$NAME:$SECRET\" https://registry.example.com/v2/"_s, u"HTTP/1.1 200"_s);
}

/// Diagnoses what Docker would send: no credential is given.
Ask asDocker(const QString &target = image)
{
    return { .target = target, .userName = {}, .secret = {}, .options = {}, .prefix = {} };
}

void helperMissing(Stage &stage)
{
    BasicSite site(stage);
    site.dockerSignedIn = false;
    site.open();
    stage.writeDockerConfiguration({ { u"credsStore"_s, u"desktop"_s } });
    proveRegistryWell(stage);
    stage.proves(u"there is no such helper"_s, u"command -v docker-credential-desktop || echo none"_s, u"none"_s);
    provePull(stage, u"the pull goes out with nothing"_s, u"no basic auth credentials"_s);
    stage.diagnoses(asDocker(), u"credential-helper-missing"_s);
    stage.diagnoses(site.ask(), u"credential-helper-missing"_s);
}

void helperOfOneHostMissing(Stage &stage)
{
    BasicSite site(stage);
    site.dockerSignedIn = false;
    site.open();
    stage.writeDockerConfiguration({ { u"credHelpers"_s, QJsonObject { { u"registry.example.com"_s, u"desktop-linux"_s } } } });
    proveRegistryWell(stage);
    stage.diagnoses(site.ask(), u"credential-helper-missing"_s);
}

void storeMisspelt(Stage &stage)
{
    BasicSite site(stage);
    site.dockerSignedIn = false;
    site.open();
    stage.writeDockerConfiguration({ { u"auths"_s, QJsonObject { { u"registry.example.com"_s, QJsonObject() } } }, { u"credSstore"_s, u"secretservice"_s } });
    proveRegistryWell(stage);
    provePull(stage, u"the pull goes out with nothing"_s, u"no basic auth credentials"_s);
    stage.diagnoses(site.ask(), u"credential-helper-missing"_s);
}

/// A helper of our own, in a place on the PATH.
void putHelper(Stage &stage, const QString &name, const QByteArray &script)
{
    stage.write(u"helpers/docker-credential-"_s + name, "#!/bin/sh\n" + script, true);
    QProcessEnvironment &environment = stage.clientEnvironment();
    environment.insert(u"PATH"_s, u"/run/gallery/helpers:"_s + environment.value(u"PATH"_s));
}

void helperIn(Stage &stage, const QByteArray &script, const QString &says, const QString &code)
{
    BasicSite site(stage);
    site.dockerSignedIn = false;
    site.open();
    putHelper(stage, u"works"_s, script);
    stage.writeDockerConfiguration({ { u"credsStore"_s, u"works"_s } });
    proveRegistryWell(stage);
    stage.proves(u"what the helper says"_s, u"echo registry.example.com | timeout 2 docker-credential-works get; echo \"status $?\""_s, says);
    stage.diagnoses(site.ask(), code);
}

void helperFails(Stage &stage)
{
    helperIn(stage, "cat >/dev/null; echo 'panic: runtime error: invalid memory address or nil pointer dereference'; exit 2\n", u"status 2"_s, u"credential-helper-failing"_s);
}

void helperSaysNoJson(Stage &stage)
{
    helperIn(stage, "cat >/dev/null; echo 'Welcome to the credential store'\n", u"Welcome"_s, u"credential-helper-failing"_s);
}

void helperHangs(Stage &stage)
{
    helperIn(stage, "cat >/dev/null; exec sleep 60\n", u"status 124"_s, u"credential-helper-failing"_s);
}

void keychainLocked(Stage &stage)
{
    helperIn(stage, "cat >/dev/null; echo 'User interaction is not allowed. The keychain cannot be accessed because the current session does not allow user interaction.'; exit 1\n",
             u"status 1"_s, u"keychain-locked"_s);
}

void tooLarge(Stage &stage)
{
    helperIn(stage, "cat >/dev/null; echo 'error storing credentials - err: exit status 1, out: `The stub received bad data.`'; exit 1\n", u"bad data"_s, u"credential-too-large"_s);
}

void noSession(Stage &stage)
{
    stage.showHelpers();
    BasicSite site(stage);
    site.dockerSignedIn = false;
    site.open();
    stage.writeDockerConfiguration({ { u"credsStore"_s, u"secretservice"_s } });
    proveRegistryWell(stage);
    stage.proves(u"the real helper has no session to talk to"_s, u"echo registry.example.com | docker-credential-secretservice get"_s, u"Cannot autolaunch D-Bus without X11"_s);
    stage.diagnoses(site.ask(), u"secret-service-unavailable"_s);
}

void passNotThere(Stage &stage)
{
    // As docker-credential-pass says it since 0.7; Debian's 0.6.4 answers with an empty sign-in instead.
    helperIn(stage, "cat >/dev/null; echo 'pass not initialized: exit status 1: Error: password store is empty. Try \"pass init\".'; exit 1\n", u"status 1"_s,
             u"secret-service-unavailable"_s);
}

void keyWithoutPort(Stage &stage)
{
    BasicSite site(stage);
    site.withServer = false;
    site.dockerSignedIn = false;
    site.target = u"registry.example.com:5443/group/app:1.0"_s;
    site.open();
    site.nginx.tls(at::registry + u":5443"_s, site.certificate, proxyTo("http://127.0.0.1:5000"));
    site.nginx.start();
    stage.writeDockerConfiguration(auths(u"registry.example.com"_s, entry(u"jo"_s, site.password)));
    Docker docker;
    docker.start(stage);
    stage.proves(u"Docker does not find it"_s, u"docker pull "_s + site.target, u"no basic auth credentials"_s);
    stage.diagnoses(asDocker(site.target), u"credential-for-other-host"_s);
}

void otherSpelling(Stage &stage)
{
    BasicSite site(stage);
    site.dockerSignedIn = false;
    site.open();
    stage.writeDockerConfiguration(auths(u"registry.example.com:443"_s, entry(u"jo"_s, site.password)));
    proveRegistryWell(stage);
    provePull(stage, u"Docker does not find this spelling"_s, u"no basic auth credentials"_s);
    stage.diagnoses(asDocker(), u"credential-key-mismatch"_s);
}

void otherHost(Stage &stage)
{
    BasicSite site(stage);
    site.dockerSignedIn = false;
    site.open();
    stage.signDockerIn(u"eu.registry.example.com"_s, u"jo"_s, site.password);
    proveRegistryWell(stage);
    provePull(stage, u"nothing is sent here"_s, u"no basic auth credentials"_s);
    stage.diagnoses(asDocker(), u"credential-for-other-host"_s);
}

void sudo(Stage &stage)
{
    BasicSite site(stage);
    site.dockerSignedIn = false;
    site.open();
    stage.write(u"etc/passwd"_s, "root:x:0:0:root:/root:/bin/sh\nwww-data:x:33:33::/var/www:/bin/false\nproxy:x:13:13::/bin:/bin/false\njo:x:1000:1000::/home/jo:/bin/sh\n");
    stage.proves(u"jo has an account here"_s, u"mount --bind /run/gallery/etc/passwd /etc/passwd"_s);
    stage.write(u"/home/jo/.docker/config.json"_s, QJsonDocument(auths(u"registry.example.com"_s, entry(u"jo"_s, site.password))).toJson());
    stage.clientEnvironment().insert(u"SUDO_USER"_s, u"jo"_s);
    stage.clientEnvironment().insert(u"SUDO_UID"_s, u"1000"_s);
    stage.proves(u"root has no sign-in"_s, u"ls /root/.docker/config.json 2>&1; cat /home/jo/.docker/config.json"_s, u"auths"_s);
    provePull(stage, u"sudo docker pull sends nothing"_s, u"no basic auth credentials"_s);
    stage.diagnoses(asDocker(), u"other-users-configuration"_s);
}

void unreadable(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    stage.write(u"/root/.docker/config.json"_s, "{ \"auths\": { \"registry.example.com\": { \"auth\": \"am86c2VjcmV0\" }, } }\n");
    stage.proves(u"Docker cannot read it"_s, u"docker --version; docker info 2>&1 | head -3; docker context ls 2>&1"_s, u"config.json"_s);
    stage.diagnoses(site.ask(), u"client-configuration-unreadable"_s);
}

void brokenEntry(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    QJsonObject both { { u"registry.example.com"_s, entry(u"jo"_s, site.password) }, { u"other.example.com"_s, QJsonObject { { u"auth"_s, u"%%%"_s } } } };
    stage.writeDockerConfiguration({ { u"auths"_s, both } });
    stage.proves(u"one broken entry spoils the file"_s, u"docker context ls 2>&1"_s, u"config.json"_s);
    stage.diagnoses(site.ask(), u"client-configuration-unreadable"_s);
}

void stale(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    stage.signDockerIn(u"registry.example.com"_s, u"jo"_s, "canary-old-password-31");
    proveRegistryWell(stage);
    provePull(stage, u"Docker sends the old one"_s, u"unauthorized"_s);
    stage.diagnoses(site.ask(), u"stale-stored-credential"_s);
}

void helperWinsOverFile(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    stage.keepSecret("canary-helper-old-64");
    putHelper(stage, u"works"_s, "cat >/dev/null; echo '{\"ServerURL\":\"registry.example.com\",\"Username\":\"jo\",\"Secret\":\"canary-helper-old-64\"}'\n");
    QJsonObject both = auths(u"registry.example.com"_s, entry(u"jo"_s, site.password));
    both.insert(u"credHelpers"_s, QJsonObject { { u"registry.example.com"_s, u"works"_s } });
    stage.writeDockerConfiguration(both);
    proveRegistryWell(stage);
    provePull(stage, u"Docker asks the helper first"_s, u"unauthorized"_s);
    stage.diagnoses(site.ask(), u"stale-stored-credential"_s);
}

void lineEndInFile(Stage &stage)
{
    BasicSite site(stage);
    site.dockerSignedIn = false;
    site.open();
    stage.writeDockerConfiguration(auths(u"registry.example.com"_s, entry(u"jo"_s, site.password + '\n')));
    proveRegistryWell(stage);
    provePull(stage, u"Docker sends it with its line end"_s, u"unauthorized"_s);
    stage.diagnoses(asDocker(), u"credential-mangled"_s);
    stage.diagnoses(site.ask(), u"credential-mangled"_s);
}

void notSent(Stage &stage)
{
    BasicSite site(stage);
    site.dockerSignedIn = false;
    site.open();
    proveRegistryWell(stage);
    provePull(stage, u"Docker sends nothing"_s, u"no basic auth credentials"_s);
    stage.diagnoses(asDocker(), u"client-sent-no-credential"_s);
}

void addressWithScheme(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    stage.proves(u"Docker cannot parse it"_s, u"docker pull https://registry.example.com/group/app 2>&1"_s, u"invalid reference format"_s);
    Ask ask = site.ask();
    ask.target = u"registry.example.com?private_token=1"_s;
    stage.diagnoses(ask, u"server-address-wrong"_s);
}

void wrongPortOfRegistry(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    Nginx other(stage, u"other"_s);
    other.tls(at::registry + u":5001"_s, site.certificate, "location / { default_type text/plain; return 404 'not here'; }");
    other.start();
    stage.proves(u"another service stands at that port"_s, u"curl -sS -i https://registry.example.com:5001/v2/"_s, u"not here"_s);
    Ask ask = site.ask();
    ask.target = u"registry.example.com:5001/group/app:1.0"_s;
    stage.diagnoses(ask, u"server-address-wrong"_s);
}

void capitals(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    stage.proves(u"Docker refuses it"_s, u"docker pull registry.example.com/Group/App:1.0 2>&1"_s, u"must be lowercase"_s);
    Ask ask = site.ask();
    ask.target = u"registry.example.com/Group/App:1.0"_s;
    stage.diagnoses(ask, u"path-invalid"_s);
}

const Scenes scenes { u"clients"_s, {
    { u"helper-missing"_s, u"credential-helper-missing"_s, { u"credhelper-desktop-leftover-rancher"_s }, &helperMissing },
    { u"helper-of-one-host-missing"_s, u"credential-helper-missing"_s, { u"credhelper-desktop-linux-wrong-name"_s }, &helperOfOneHostMissing },
    { u"store-misspelt"_s, u"credential-helper-missing"_s, { u"docker-desktop-credSstore-typo"_s, u"credhelper-credsstore-typo-silently-ignored"_s }, &storeMisspelt },
    { u"helper-fails"_s, u"credential-helper-failing"_s, {}, &helperFails },
    { u"helper-says-no-json"_s, u"credential-helper-failing"_s, {}, &helperSaysNoJson },
    { u"helper-hangs"_s, u"credential-helper-failing"_s, {}, &helperHangs },
    { u"keychain-locked"_s, u"keychain-locked"_s, { u"credhelper-osxkeychain-locked-ssh"_s }, &keychainLocked },
    { u"credential-too-large"_s, u"credential-too-large"_s, { u"credhelper-wincred-no-logon-session"_s }, &tooLarge },
    { u"no-secret-service"_s, u"secret-service-unavailable"_s, { u"credhelper-dbus-headless"_s }, &noSession },
    { u"pass-not-initialised"_s, u"secret-service-unavailable"_s, { u"credhelper-pass-not-initialised"_s }, &passNotThere },
    { u"key-without-port"_s, u"credential-for-other-host"_s, { u"gcr-wrong-regional-host"_s }, &keyWithoutPort },
    { u"key-in-another-spelling"_s, u"credential-key-mismatch"_s, { u"ecr-auth-key-https-only-fabric8"_s, u"ecr-old-https-key-wins"_s }, &otherSpelling },
    { u"signed-in-elsewhere"_s, u"credential-for-other-host"_s, { u"gcr-wrong-regional-host"_s, u"ecr-wrong-account-id"_s, u"acl-anonymous-no-match"_s }, &otherHost },
    { u"sudo"_s, u"other-users-configuration"_s, { u"gar-unauthenticated-sudo"_s }, &sudo },
    { u"configuration-unreadable"_s, u"client-configuration-unreadable"_s, {}, &unreadable },
    { u"configuration-entry-broken"_s, u"client-configuration-unreadable"_s, {}, &brokenEntry },
    { u"stale-password"_s, u"stale-stored-credential"_s, { u"stale-saved-password"_s }, &stale },
    { u"helper-wins-over-file"_s, u"stale-stored-credential"_s, { u"logout-does-not-remove-both-sources"_s, u"auths-override-cred-helper-gcr"_s }, &helperWinsOverFile },
    { u"line-end-in-password"_s, u"credential-mangled"_s, { u"auth-field-base64-with-newline"_s }, &lineEndInFile },
    { u"client-sent-nothing"_s, u"client-sent-no-credential"_s, {}, &notSent },
    { u"address-with-query"_s, u"server-address-wrong"_s, { u"gitlab-token-as-url-param"_s }, &addressWithScheme },
    { u"address-wrong-port"_s, u"server-address-wrong"_s, { u"login-to-auth-port-instead-of-registry"_s }, &wrongPortOfRegistry },
    { u"repository-in-capitals"_s, u"path-invalid"_s, { u"repo-name-uppercase"_s }, &capitals },
} };

} // namespace

} // namespace wharf::gallery
