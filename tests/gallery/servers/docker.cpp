#include "tests/gallery/servers/docker.h"

#include "tests/gallery/stage.h"

#include <QDir>
#include <QJsonArray>

namespace wharf::gallery {

using namespace Qt::StringLiterals;

QProcess &Docker::start(Stage &stage) const
{
    stage.names().serve();
    const QString at = stage.folder() + u"/docker"_s;
    QDir().mkpath(at);
    QJsonObject whole = configuration;
    whole.insert(u"registry-mirrors"_s, whole.value(u"registry-mirrors"_s).toArray());
    stage.write(at + u"/containerd.toml"_s,
                u"version = 2\nroot = \"%1/containerd\"\nstate = \"%1/containerd-state\"\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\"]\n[grpc]\n  address = \"%1/containerd.sock\"\n"_s
                    .arg(at).toUtf8());
    const QString json = stage.write(at + u"/daemon.json"_s, QJsonDocument(whole).toJson());
    QProcess &containerd = stage.programs().serve(Side::Client, u"containerd"_s, { u"containerd"_s, u"--config"_s, at + u"/containerd.toml"_s });
    stage.programs().awaitFile(containerd, at + u"/containerd.sock"_s);
    QProcessEnvironment around = Programs::plainEnvironment();
    for (const QString &one : environment)
        around.insert(one.section(u'=', 0, 0), one.section(u'=', 1));
    const QString daemon = u"exec dockerd --config-file=%1/daemon.json --data-root=%1/data --exec-root=%1/exec --pidfile=%1/pid --host=unix://%2 --group=root"
                           " --containerd=%1/containerd.sock --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false --bridge=none --storage-driver=vfs"_s
                               .arg(at, socket);
    QStringList command { u"sh"_s, u"-c"_s, daemon };
    if (!before.isEmpty())
        command = QStringList { u"unshare"_s, u"--mount"_s, u"--propagation"_s, u"private"_s, u"sh"_s, u"-c"_s, before + u" && "_s + daemon };
    QProcess &server = stage.programs().serve(Side::Client, u"dockerd"_s, command, around);
    stage.programs().awaitFile(server, socket);
    stage.proves(u"dockerd answers"_s, u"for i in $(seq 100); do curl -s --unix-socket %1 http://docker/_ping && break; sleep 0.05; done"_s.arg(socket), u"OK"_s);
    return server;
}

QProcess &startPodman(Stage &stage)
{
    stage.names().serve();
    QDir().mkpath(u"/run/podman"_s);
    QProcess &server = stage.programs().serve(Side::Client, u"podman"_s,
                                              { u"podman"_s, u"--root"_s, stage.folder() + u"/podman/root"_s, u"--runroot"_s, stage.folder() + u"/podman/run"_s,
                                                u"--storage-driver"_s, u"vfs"_s, u"--cgroup-manager"_s, u"cgroupfs"_s, u"system"_s, u"service"_s, u"--time=0"_s,
                                                u"unix:///run/podman/podman.sock"_s });
    stage.programs().awaitFile(server, u"/run/podman/podman.sock"_s);
    stage.proves(u"Podman answers"_s, u"curl -s --unix-socket /run/podman/podman.sock http://d/_ping"_s, u"OK"_s);
    return server;
}

} // namespace wharf::gallery
