"""One-node OpenStack Swift with its S3 API in a single process, for the contract of media stores.

usage: python3 swift-node.py <empty folder> <port>
Debian packages: swift-proxy swift-account swift-container swift-object. Prints "ready" when it answers; stops when its input ends.
"""
import os
import socket
import sys

import eventlet
eventlet.monkey_patch()

from eventlet import wsgi  # noqa: E402

folder, port = os.path.abspath(sys.argv[1]), int(sys.argv[2])
os.makedirs(os.path.join(folder, "node/sdb1"))


def write(name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write(text)
    return path


write("swift.conf", "[swift-hash]\nswift_hash_path_suffix = zoetrope\n[storage-policy:0]\nname = one\ndefault = yes\n[swift-constraints]\n")
import swift.common.utils  # noqa: E402
swift.common.utils.SWIFT_CONF_FILE = os.path.join(folder, "swift.conf")
swift.common.utils.HASH_PATH_SUFFIX = b"zoetrope"
import swift.common.storage_policy  # noqa: E402
swift.common.storage_policy.reload_storage_policies()

from swift.common.ring import RingBuilder  # noqa: E402
from swift.common.wsgi import loadapp  # noqa: E402


def listen(on):
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", on))
    made.listen(128)
    return made


ends = {role: listen(0) for role in ("account", "container", "object")}
for role, end in ends.items():
    ring = RingBuilder(3, 1, 0)
    at = {"region": 1, "zone": 1, "ip": "127.0.0.1", "port": end.getsockname()[1], "device": "sdb1", "weight": 1}
    ring.add_dev({**at, "id": 0, "replication_ip": at["ip"], "replication_port": at["port"], "meta": ""})
    ring.rebalance()
    ring.get_ring().save(os.path.join(folder, f"{role}.ring.gz"))

storage = """
[DEFAULT]
swift_dir = {folder}
devices = {folder}/node
mount_check = false
log_level = ERROR
log_address = {folder}/no-log
[pipeline:main]
pipeline = {role}-server
[app:{role}-server]
use = egg:swift#{role}
"""
proxy = """
[DEFAULT]
swift_dir = {folder}
log_level = ERROR
log_address = {folder}/no-log
[pipeline:main]
pipeline = catch_errors s3api tempauth bulk slo dlo copy proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
min_segment_size = 5242880
allow_multipart_uploads = true
[filter:tempauth]
use = egg:swift#tempauth
user_zoetrope_tester = testing .admin
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:copy]
use = egg:swift#copy
"""


class Memory(dict):
    """What memcached would be: tempauth and the proxy insist on a cache, also on an empty one."""

    def __bool__(self):
        return True

    def get(self, key, *_, **__):
        return dict.get(self, key)

    def set(self, key, value, *_, **__):
        self[key] = value

    def incr(self, key, delta=1, *_, **__):
        self[key] = dict.get(self, key, 0) + delta
        return self[key]

    def delete(self, key, *_, **__):
        self.pop(key, None)


def serve(app, end):
    wsgi.server(end, app, log_output=False, custom_pool=eventlet.GreenPool(200))


for role, end in ends.items():
    app = loadapp(write(f"{role}.conf", storage.format(folder=folder, role=role)))
    eventlet.spawn(serve, app, end)
front = loadapp(write("proxy.conf", proxy.format(folder=folder)))
memory = Memory()


def cached(env, start_response):
    env["swift.cache"] = memory
    return front(env, start_response)


def until_input_ends():
    while read(0, 1):
        pass
    os._exit(0)


# Real ones, not the patched: this waits beside the loop, not in it.
read = eventlet.patcher.original("os").read
eventlet.patcher.original("threading").Thread(target=until_input_ends, daemon=True).start()
end = listen(port)
print("ready", flush=True)
serve(cached, end)
